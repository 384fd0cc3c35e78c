import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is signed in to the console. A session lives hours and is looked up by its hash alone, so there is no other index:
 * the old ones are done away with by those who sign in.
 */
export class ConsoleSessions1764000000032 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE console_sessions (
        hash bytea PRIMARY KEY,
        id text NOT NULL,
        key_id text,
        user_id text,
        scopes text[],
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        CHECK ((key_id IS NULL) <> (user_id IS NULL))
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
