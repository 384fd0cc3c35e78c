import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leases of scheduled jobs, how far Stripe's events have been compared with the log, and what was lacking. */
export class Operations1764000000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE leases (
        name text PRIMARY KEY,
        holder uuid NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE reconcile_checkpoints (
        account text PRIMARY KEY,
        reconciled_to timestamptz NOT NULL,
        reconciled_at timestamptz,
        found_gap boolean NOT NULL DEFAULT false,
        silent boolean NOT NULL DEFAULT false,
        failures integer NOT NULL DEFAULT 0,
        last_error text,
        next_attempt_at timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(`
      CREATE TABLE reconcile_gaps (
        stripe_event_id text PRIMARY KEY,
        event_type text NOT NULL,
        account text NOT NULL,
        created_at timestamptz NOT NULL,
        found_at timestamptz NOT NULL DEFAULT now(),
        age_seconds integer NOT NULL,
        kind text NOT NULL,
        pending_webhooks integer,
        CONSTRAINT reconcile_gaps_kind_check CHECK (kind IN ('late', 'missed'))
      )`);
    await queryRunner.query('CREATE INDEX reconcile_gaps_found_idx ON reconcile_gaps (found_at)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
