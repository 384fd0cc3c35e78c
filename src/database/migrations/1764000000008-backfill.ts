import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each of Stripe's lists has been brought into the database. */
export class Backfill1764000000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE backfill_progress (
        account text NOT NULL,
        type text NOT NULL,
        after_id text,
        after_created_at timestamptz,
        pages bigint NOT NULL DEFAULT 0,
        objects bigint NOT NULL DEFAULT 0,
        failed bigint NOT NULL DEFAULT 0,
        started_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        CONSTRAINT backfill_progress_pkey PRIMARY KEY (account, type)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
