import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trace of the request that brought an event, where there are traces and somebody looks at this one. */
export class EventTraces1764000000034 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE stripe_event_log ADD COLUMN traceparent text');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
