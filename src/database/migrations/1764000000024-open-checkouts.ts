import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The checkout of a subscription that each tenant has open: two open ones could both be paid. */
export class OpenCheckouts1764000000024 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE open_checkouts (
        account text NOT NULL DEFAULT '',
        tenant_id text NOT NULL,
        session_id text,
        request_key text,
        lease uuid,
        leased_until timestamptz,
        PRIMARY KEY (account, tenant_id)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
