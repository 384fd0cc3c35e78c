import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who made a key over HTTP, and that what a user makes reaches no further than the user. */
export class ApiKeyMakers1764000000037 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE api_keys
        ADD COLUMN stays_in_account boolean NOT NULL DEFAULT false,
        ADD COLUMN created_by_kind text,
        ADD COLUMN created_by_id text,
        ADD CONSTRAINT api_keys_created_by_check
          CHECK ((created_by_kind IS NULL) = (created_by_id IS NULL) AND created_by_kind IN ('user', 'key'))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
