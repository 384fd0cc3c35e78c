import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What processes tell of themselves, when signing secrets last matched, and what operators have had run. */
export class ProcessMinutes1764000000027 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE process_minutes (
        process_id uuid NOT NULL,
        minute timestamptz NOT NULL,
        host text NOT NULL,
        role text NOT NULL,
        version text NOT NULL,
        started_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT now(),
        stopped boolean NOT NULL DEFAULT false,
        received integer NOT NULL,
        brought integer NOT NULL,
        redelivered integer NOT NULL,
        refused jsonb NOT NULL,
        answers jsonb NOT NULL,
        acks jsonb NOT NULL,
        settled jsonb NOT NULL,
        retried integer NOT NULL,
        PRIMARY KEY (process_id, minute)
      )`);
    await queryRunner.query('CREATE INDEX process_minutes_minute_idx ON process_minutes (minute)');
    await queryRunner.query(`
      CREATE TABLE signing_secret_matches (
        fingerprint text PRIMARY KEY,
        known_since timestamptz NOT NULL DEFAULT now(),
        matched_at timestamptz
      )`);
    await queryRunner.query(`
      CREATE TABLE operator_runs (
        id text PRIMARY KEY DEFAULT 'run_' || replace(gen_random_uuid()::text, '-', ''),
        kind text NOT NULL,
        account text NOT NULL DEFAULT '',
        request jsonb,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        host text NOT NULL,
        state text NOT NULL DEFAULT 'running',
        figures jsonb NOT NULL,
        error text,
        started_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
        seen_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        CONSTRAINT operator_runs_kind_check CHECK (kind IN ('reconcile', 'verify')),
        CONSTRAINT operator_runs_state_check CHECK (state IN ('running', 'done', 'failed', 'stopped'))
      )`);
    await queryRunner.query('CREATE INDEX operator_runs_started_idx ON operator_runs (started_at)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
