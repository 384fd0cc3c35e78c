import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom we have erased, and which objects were theirs: by Stripe's ids, and nothing else of them. What arrives of such an
 * object is kept without what is personal in it.
 */
export class Erasure1764000000031 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE erased_customers (
        account text NOT NULL DEFAULT '',
        customer_id text NOT NULL,
        erased_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        PRIMARY KEY (account, customer_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE erased_objects (
        account text NOT NULL,
        kind text NOT NULL,
        id text NOT NULL,
        customer_id text NOT NULL,
        cleared_at timestamptz,
        PRIMARY KEY (account, kind, id)
      )`);
    await queryRunner.query('CREATE INDEX erased_objects_customer_idx ON erased_objects (account, customer_id)');
    await queryRunner.query(
      'CREATE INDEX erased_objects_due_idx ON erased_objects (account, customer_id) WHERE cleared_at IS NULL',
    );
    // last, for it locks a table that is in use: whose answers are kept
    await queryRunner.query('ALTER TABLE idempotency_requests ADD COLUMN account text, ADD COLUMN tenant_id text');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
