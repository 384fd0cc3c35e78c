import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Replays that operators asked for, and which of their events have had their turn. */
export class EventReplays1764000000036 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE event_replays (
        id text PRIMARY KEY,
        account text,
        reason text NOT NULL,
        requested_by text NOT NULL,
        rate_per_second integer NOT NULL,
        events integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        served_at timestamptz,
        finished_at timestamptz,
        stopped boolean NOT NULL DEFAULT false,
        CONSTRAINT event_replays_rate_check CHECK (rate_per_second BETWEEN 1 AND 200)
      )`);
    await queryRunner.query('CREATE INDEX event_replays_created_idx ON event_replays (created_at, id)');
    await queryRunner.query('CREATE INDEX event_replays_running_idx ON event_replays (id) WHERE finished_at IS NULL');
    await queryRunner.query(`
      CREATE TABLE event_replay_items (
        replay_id text NOT NULL REFERENCES event_replays (id) ON DELETE CASCADE,
        event_log_id bigint NOT NULL,
        outcome text NOT NULL DEFAULT 'waiting',
        former_status text,
        former_verdict text,
        at timestamptz,
        PRIMARY KEY (replay_id, event_log_id),
        CONSTRAINT event_replay_items_outcome_check
          CHECK (outcome IN ('waiting', 'replayed', 'reread', 'refused', 'skipped'))
      )`);
    await queryRunner.query('CREATE INDEX event_replay_items_event_idx ON event_replay_items (event_log_id)');
    await queryRunner.query(
      `CREATE INDEX event_replay_items_waiting_idx ON event_replay_items (replay_id, event_log_id) WHERE outcome = 'waiting'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
