import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose events wait, so that a worker finds those of other accounts behind a backlog of one. Only a statement that says
 * LIKE itself can use this index, and no other one of the same rows. Said with `=`, where the statistics tell of no event
 * that waits, as they mostly do, PostgreSQL cannot tell such indexes apart, and reads all that waits to sort it.
 */
export class WaitingByAccount1764000000038 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SET lock_timeout = 0');
    await queryRunner.query('DROP INDEX CONCURRENTLY IF EXISTS stripe_event_log_waiting_idx');
    await queryRunner.query(`
      CREATE INDEX CONCURRENTLY stripe_event_log_waiting_idx ON stripe_event_log (account, next_attempt_at NULLS FIRST)
      WHERE status LIKE 'received'`);
    await queryRunner.query('RESET lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
