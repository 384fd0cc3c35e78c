import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Cursor } from '../../../common/cursor.js';
import type { Reach } from '../../operator.js';
import { WANTED, wantedParameters, type Wanted } from '../search/event-filter.sql.js';
import type { ReplayRow } from './replay.answers.js';
import { ABLE } from './selected-events.repository.js';

/** What becomes of an event whose turn has come. */
export type ReplayOutcome = 'replayed' | 'reread' | 'refused' | 'skipped';

/** A replay that is to be made. */
interface NewReplay {
  readonly id: string;
  readonly reach: Reach;
  readonly reason: string;
  readonly requestedBy: string;
  readonly ratePerSecond: number;
}

const REPLAY = `
  SELECT r.id, r.account, r.reason, r.requested_by AS "requestedBy", r.rate_per_second AS "ratePerSecond", r.events,
         date_trunc('milliseconds', r.created_at) AS created, r.finished_at AS "finishedAt", r.stopped, i.*
    FROM event_replays r
   CROSS JOIN LATERAL (
     SELECT count(*) FILTER (WHERE outcome = 'waiting')::int AS waiting,
            count(*) FILTER (WHERE outcome = 'replayed')::int AS replayed,
            count(*) FILTER (WHERE outcome = 'reread')::int AS reread,
            count(*) FILTER (WHERE outcome = 'refused')::int AS refused,
            count(*) FILTER (WHERE outcome = 'skipped')::int AS skipped,
            count(*) FILTER (WHERE outcome IN ('replayed', 'reread') AND l.status IN ('processed', 'ignored'))::int AS settled,
            count(*) FILTER (WHERE outcome IN ('replayed', 'reread') AND l.status IN ('failed', 'dead'))::int AS failed
       FROM event_replay_items i LEFT JOIN stripe_event_log l ON l.id = i.event_log_id
      WHERE i.replay_id = r.id) AS i`;

/** All SQL of the replays as they are asked for and shown. */
@Injectable()
export class ReplayRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes the events that are wanted, and settled or failed; the oldest receipt has its turn first.
   *
   * @param upTo number of the log beyond which none is taken; undefined: the end.
   * @returns how many.
   */
  async take(
    tx: EntityManager,
    replay: NewReplay,
    wanted: Wanted,
    { upTo, most }: { readonly upTo: string | undefined; readonly most: number },
  ): Promise<number> {
    const { id, reach, reason, requestedBy, ratePerSecond } = replay;
    await tx.query(
      `INSERT INTO event_replays (id, account, reason, requested_by, rate_per_second, events)
       VALUES ($1, $2, $3, $4, $5, 0)`,
      [id, reach ?? null, reason, requestedBy, ratePerSecond],
    );
    const rows: { events: number }[] = await tx.query(
      `WITH taken AS (
         INSERT INTO event_replay_items (replay_id, event_log_id)
         SELECT $14, l.id FROM stripe_event_log l
          WHERE ${ABLE.replay} AND ($16::bigint IS NULL OR l.id <= $16) AND ${WANTED} ORDER BY l.id LIMIT $15
         RETURNING event_log_id
       ) SELECT count(*)::int AS events FROM taken`,
      [...wantedParameters(wanted), id, most, upTo ?? null],
    );
    const { events = 0 } = rows[0] ?? {};
    await tx.query('UPDATE event_replays SET events = $2 WHERE id = $1', [id, events]);
    return events;
  }

  /** Those of the reach that are under way. Until the transaction ends, nobody adds one. */
  async running(tx: EntityManager, reach: Reach): Promise<number> {
    await tx.query('SELECT pg_advisory_xact_lock(1886154353, hashtext($1))', [reach ?? '']);
    const rows: { running: number }[] = await tx.query(
      `SELECT count(*)::int AS running FROM event_replays
        WHERE finished_at IS NULL AND account IS NOT DISTINCT FROM $1::text`,
      [reach ?? null],
    );
    return rows[0]?.running ?? 0;
  }

  /** @returns how many events of it had not had their turn; undefined: it was not under way. */
  async stop(tx: EntityManager, id: string, reach: Reach): Promise<number | undefined> {
    const [stopped]: [unknown[], number] = await tx.query(
      `UPDATE event_replays SET finished_at = now(), stopped = true
        WHERE id = $1 AND ($2::text IS NULL OR account = $2) AND finished_at IS NULL RETURNING id`,
      [id, reach ?? null],
    );
    if (stopped.length === 0) return undefined;
    const [, skipped]: [unknown[], number] = await tx.query(
      `UPDATE event_replay_items SET outcome = 'skipped', at = now() WHERE replay_id = $1 AND outcome = 'waiting'`,
      [id],
    );
    return skipped;
  }

  /** Newest first, one more than asked for when there is more. */
  page(reach: Reach, limit: number, cursor: Cursor | undefined): Promise<ReplayRow[]> {
    return this.dataSource.query(
      `${REPLAY} WHERE ($1::text IS NULL OR r.account = $1)
          AND (date_trunc('milliseconds', r.created_at), r.id) < ($2::timestamptz, $3)
        ORDER BY created DESC, r.id DESC LIMIT $4`,
      [reach ?? null, cursor?.created ?? 'infinity', cursor?.id ?? '', limit + 1],
    );
  }

  async find(id: string, reach: Reach): Promise<ReplayRow | undefined> {
    const rows: ReplayRow[] = await this.dataSource.query(
      `${REPLAY} WHERE r.id = $1 AND ($2::text IS NULL OR r.account = $2)`,
      [id, reach ?? null],
    );
    return rows[0];
  }

  /** Forgets what ended more than 90 days ago; the audit log has it. @returns how many were deleted. */
  async deleteOld(): Promise<number> {
    const [, deleted]: [unknown[], number] = await this.dataSource.query(
      `DELETE FROM event_replays WHERE id IN (
         SELECT id FROM event_replays WHERE finished_at < now() - interval '90 days' ORDER BY created_at LIMIT 100)`,
    );
    return deleted;
  }
}
