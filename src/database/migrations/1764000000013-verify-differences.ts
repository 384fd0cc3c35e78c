import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A difference stays known until a comparison finds the row right, however many runs look elsewhere meanwhile. */
export class VerifyDifferences1764000000013 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE verify_differences (
        account text NOT NULL DEFAULT '',
        type text NOT NULL,
        id text NOT NULL,
        fields text[] NOT NULL,
        found_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (account, type, id)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
