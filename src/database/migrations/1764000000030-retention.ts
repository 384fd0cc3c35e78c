import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was removed because its time had passed, and when. */
export class Retention1764000000030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE retention_runs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started_at timestamptz NOT NULL,
        finished_at timestamptz NOT NULL DEFAULT now(),
        removed jsonb NOT NULL,
        left_over text[] NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX retention_runs_finished_idx ON retention_runs (finished_at)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
