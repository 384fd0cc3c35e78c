import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came of a change that was asked of Stripe, in a row of its own that names the row of the request. */
export class AuditOutcomes1764000000025 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE audit_log
        ADD COLUMN outcome text,
        ADD COLUMN request_row bigint,
        ADD COLUMN idempotency_key text`);
    await queryRunner.query(
      'CREATE INDEX audit_log_key_idx ON audit_log (idempotency_key) WHERE idempotency_key IS NOT NULL',
    );
    await queryRunner.query(
      'CREATE UNIQUE INDEX audit_log_request_idx ON audit_log (request_row) WHERE request_row IS NOT NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
