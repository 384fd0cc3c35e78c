import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Attempts at events that failed: one row each, and none for what succeeds. */
export class EventAttempts1764000000026 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE stripe_event_attempts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_log_id bigint NOT NULL,
        attempt integer NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        error_class text NOT NULL,
        error text NOT NULL,
        retry_at timestamptz
      )`);
    await queryRunner.query('CREATE INDEX stripe_event_attempts_event_idx ON stripe_event_attempts (event_log_id, id)');
    // Old rows are deleted by their age: a few blocks tell where they are.
    await queryRunner.query('CREATE INDEX stripe_event_attempts_at_idx ON stripe_event_attempts USING brin (at)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
