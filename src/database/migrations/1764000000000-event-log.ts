import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The event log, its payloads, what workers hold, the outbox, and what the database is bound to. */
export class EventLog1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE stripe_event_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        stripe_event_id text NOT NULL,
        event_type text NOT NULL,
        api_version text,
        account text NOT NULL DEFAULT '',
        livemode boolean NOT NULL,
        object_key text,
        source text NOT NULL DEFAULT 'webhook',
        status text NOT NULL DEFAULT 'received',
        verdict text,
        superseded_by text,
        retry_count integer NOT NULL DEFAULT 0,
        crash_count integer NOT NULL DEFAULT 0,
        reread_count integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz DEFAULT now(),
        last_error text,
        error_class text,
        created_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        processed_at timestamptz,
        CONSTRAINT stripe_event_log_stripe_event_id_key UNIQUE (stripe_event_id),
        CONSTRAINT stripe_event_log_status_check CHECK (status IN ('received', 'processed', 'ignored', 'failed', 'dead'))
      )`);
    await queryRunner.query(`
      CREATE INDEX stripe_event_log_object_idx ON stripe_event_log (account, object_key, created_at)`);
    // Only what is open: the claim and the backlog stay as fast with a hundred million settled rows.
    await queryRunner.query(`
      CREATE INDEX stripe_event_log_due_idx ON stripe_event_log (next_attempt_at NULLS FIRST)
        WHERE status IN ('received', 'failed')`);
    await queryRunner.query(`
      CREATE INDEX stripe_event_log_dead_idx ON stripe_event_log (id) WHERE status = 'dead'`);

    await queryRunner.query(`
      CREATE TABLE stripe_event_payload (
        event_log_id bigint NOT NULL,
        received_at timestamptz NOT NULL,
        key_id text,
        body bytea NOT NULL,
        PRIMARY KEY (event_log_id, received_at)
      ) PARTITION BY RANGE (received_at)`);
    // pglz is the largest single cost of an insert; a server without lz4 keeps it.
    await queryRunner.query(`
      DO $$ BEGIN
        ALTER TABLE stripe_event_payload ALTER COLUMN body SET COMPRESSION lz4;
      EXCEPTION WHEN feature_not_supported THEN NULL;
      END $$`);
    await queryRunner.query(`
      CREATE TABLE stripe_event_payload_default PARTITION OF stripe_event_payload DEFAULT`);

    await queryRunner.query(`
      CREATE TABLE stripe_worker_claim (
        id uuid PRIMARY KEY,
        event_ids bigint[] NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now()
      )`);

    await queryRunner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        business_key text NOT NULL,
        payload jsonb NOT NULL,
        status text NOT NULL DEFAULT 'pending',
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz DEFAULT now(),
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        settled_at timestamptz,
        CONSTRAINT outbox_business_key UNIQUE (topic, business_key),
        CONSTRAINT outbox_status_check CHECK (status IN ('pending', 'sent', 'obsolete', 'dead'))
      )`);
    await queryRunner.query(`
      CREATE INDEX outbox_due_idx ON outbox (next_attempt_at) WHERE status = 'pending'`);

    await queryRunner.query(`
      CREATE TABLE stripe_binding (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        stripe_account text NOT NULL,
        livemode boolean NOT NULL,
        bound_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
