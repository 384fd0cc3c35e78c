import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What comparisons of the rows with Stripe's objects have found. */
export class Verify1764000000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE verify_runs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started_at timestamptz NOT NULL,
        finished_at timestamptz NOT NULL DEFAULT now(),
        sample integer,
        checked integer NOT NULL,
        different integer NOT NULL,
        gone integer NOT NULL,
        failed integer NOT NULL,
        repaired integer NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX verify_runs_finished_idx ON verify_runs (finished_at)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
