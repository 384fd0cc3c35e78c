import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run that somebody has started does not stand in for the one of every day; and what a run had to leave out is told. */
export class VerifyRuns1764000000014 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE verify_runs
        ADD COLUMN scheduled boolean NOT NULL DEFAULT false,
        ADD COLUMN refused integer NOT NULL DEFAULT 0`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
