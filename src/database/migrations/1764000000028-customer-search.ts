import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By these an operator finds a customer, and what it was refused. */
const INDEXES = [
  ['customers_email_sha256_idx', 'customers (email_sha256(email)) WHERE email IS NOT NULL'],
  [
    'held_requests_tenant_idx',
    'held_requests (account, tenant_id, created_at DESC, id COLLATE "C" DESC) WHERE tenant_id IS NOT NULL',
  ],
  [
    'held_requests_customer_idx',
    'held_requests (account, customer_id, created_at DESC, id COLLATE "C" DESC) WHERE customer_id IS NOT NULL',
  ],
] as const;

export class CustomerSearch1764000000028 implements MigrationInterface {
  readonly transaction = false;

  /**
   * `convert_to` is stable to PostgreSQL, for a conversion could be replaced; the one to UTF-8 is nobody's to replace, and an
   * index takes only what is immutable.
   */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION email_sha256(email text) RETURNS bytea
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT sha256(convert_to(lower(email), 'UTF8')) $$`);
    await queryRunner.query('ALTER TABLE refund_requests ADD COLUMN IF NOT EXISTS untold_since timestamptz');
    await queryRunner.query('SET lock_timeout = 0');
    for (const [name, on] of INDEXES) {
      await queryRunner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await queryRunner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
    await queryRunner.query('RESET lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
