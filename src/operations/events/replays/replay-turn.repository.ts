import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { LoggedFacts } from '../../../webhooks/gone-event.js';
import type { ReplayOutcome } from './replay.repository.js';
import { HAS_PAYLOAD, LOGGED_FACTS } from './selected-events.repository.js';

/** A replay that has events left whose turn has not come. */
export interface RunningReplay {
  readonly id: string;
  readonly ratePerSecond: number;
}

/** An event whose turn it is. */
export interface Turn extends LoggedFacts {
  readonly logId: string;
  readonly isDue: boolean;
  readonly hasPayload: boolean;
}

/** All SQL that lets the events of a replay run again. */
@Injectable()
export class ReplayTurnRepository {
  constructor(private readonly dataSource: DataSource) {}

  async isAnyRunning(): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query('SELECT FROM event_replays WHERE finished_at IS NULL LIMIT 1');
    return rows.length > 0;
  }

  /**
   * Replays take turns, and so do those who asked for them: first whoever was served longest ago, the platform or a
   * connected account, then of theirs likewise. One that never was waits since it was asked for, so nobody who asks
   * again and again is always first. Noted before its turn: a replay that fails holds up no other.
   */
  async next(): Promise<RunningReplay | undefined> {
    const [rows]: [RunningReplay[], number] = await this.dataSource.query(
      `UPDATE event_replays SET served_at = clock_timestamp()
        WHERE finished_at IS NULL AND id = (
          SELECT id
            FROM (SELECT id, coalesce(served_at, created_at) AS waits_since, created_at,
                         coalesce(max(served_at) OVER whose, min(created_at) OVER whose) AS all_wait_since
                    FROM event_replays WHERE finished_at IS NULL
                  WINDOW whose AS (PARTITION BY account)) AS running
           ORDER BY all_wait_since, waits_since, created_at, id LIMIT 1)
       RETURNING id, rate_per_second AS "ratePerSecond"`,
    );
    return rows[0];
  }

  /** Nobody stops it until the transaction has ended. @returns false when somebody has. */
  async hold(tx: EntityManager, { id }: RunningReplay): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      'SELECT FROM event_replays WHERE id = $1 AND finished_at IS NULL FOR NO KEY UPDATE',
      [id],
    );
    return rows.length > 0;
  }

  /** Locks those whose turn it is. */
  turns(tx: EntityManager, replay: RunningReplay): Promise<Turn[]> {
    return tx.query(
      `SELECT l.id AS "logId", ${LOGGED_FACTS}, l.status = 'received' AS "isDue", ${HAS_PAYLOAD} AS "hasPayload"
         FROM (SELECT event_log_id FROM event_replay_items
                WHERE replay_id = $1 AND outcome = 'waiting' ORDER BY event_log_id LIMIT $2 FOR UPDATE) AS i
         JOIN stripe_event_log l ON l.id = i.event_log_id
        ORDER BY l.id`,
      [replay.id, replay.ratePerSecond],
    );
  }

  /**
   * Makes events due, with all their attempts before them; one that a process died of runs alone. What a worker has in
   * hand at this moment is left for the next turn. The item keeps what became of it before; `processed_at` of an open
   * event is when it was opened again.
   *
   * @returns those that are due now.
   */
  async makeDue(tx: EntityManager, { id }: RunningReplay, logIds: readonly string[]): Promise<string[]> {
    const rows: { logId: string }[] = await tx.query(
      `WITH former AS MATERIALIZED (
         SELECT id, status, verdict FROM stripe_event_log
          WHERE id = ANY($2::bigint[]) AND status <> 'received' FOR UPDATE SKIP LOCKED
       ), due AS (
         UPDATE stripe_event_log l
            SET status = CASE WHEN crash_count > 0 THEN 'failed' ELSE 'received' END, verdict = NULL,
                superseded_by = NULL, error_class = NULL, last_error = NULL, retry_count = 0, crash_count = 0,
                next_attempt_at = now(), processed_at = now()
           FROM former WHERE l.id = former.id
         RETURNING l.id
       ), noted AS (
         UPDATE event_replay_items i SET former_status = former.status, former_verdict = former.verdict
           FROM former WHERE i.replay_id = $1 AND i.event_log_id = former.id
       )
       SELECT id AS "logId" FROM due`,
      [id, logIds],
    );
    return rows.map(({ logId }) => logId);
  }

  async note(
    tx: EntityManager,
    { id }: RunningReplay,
    logIds: readonly string[],
    outcome: ReplayOutcome,
  ): Promise<void> {
    if (logIds.length === 0) return;
    await tx.query(
      `UPDATE event_replay_items SET outcome = $3, at = now()
        WHERE replay_id = $1 AND event_log_id = ANY($2::bigint[]) AND outcome = 'waiting'`,
      [id, logIds, outcome],
    );
  }

  /** Of those whose turn it was, the ones of which retention has removed the log row. */
  async skipForgotten(tx: EntityManager, { id, ratePerSecond }: RunningReplay): Promise<void> {
    await tx.query(
      `UPDATE event_replay_items SET outcome = 'skipped', at = now()
        WHERE replay_id = $1 AND outcome = 'waiting'
          AND event_log_id IN (SELECT event_log_id FROM event_replay_items
                                WHERE replay_id = $1 AND outcome = 'waiting' ORDER BY event_log_id LIMIT $2)
          AND NOT EXISTS (SELECT FROM stripe_event_log l WHERE l.id = event_log_id)`,
      [id, ratePerSecond],
    );
  }

  /** @returns whether none of its events waits any more. */
  async finish({ id }: RunningReplay): Promise<boolean> {
    const [rows]: [unknown[], number] = await this.dataSource.query(
      `UPDATE event_replays SET finished_at = now()
        WHERE id = $1 AND finished_at IS NULL
          AND NOT EXISTS (SELECT FROM event_replay_items WHERE replay_id = $1 AND outcome = 'waiting')
       RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }
}
