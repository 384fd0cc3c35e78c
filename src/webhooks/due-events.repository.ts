import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { prepared } from '../database/prepared.js';
import { AccountTurns } from './account-turns.js';

/** An event that a worker has claimed: its row is locked until the transaction ends. */
export interface ClaimedEvent {
  readonly logId: string;
  readonly id: string;
  readonly type: string;
  readonly apiVersion: string | null;
  readonly account: string;
  readonly livemode: boolean;
  readonly objectKey: string | null;
  readonly retryCount: number;
  /** Stripe's own `created`. */
  readonly createdAt: Date;
  readonly receivedAt: Date;
  /** Seconds since it was received, by the database's clock; null when it was settled before and is run again. */
  readonly waitedSeconds: number | null;
  /** W3C's, of the request that brought it; null when nobody looks at its trace. */
  readonly traceparent: string | null;
}

/** One that is tried again. */
export interface FailedEvent {
  readonly logId: string;
  /** Whether it was in hand when a process died. */
  readonly isSuspect: boolean;
}

/** The objects by a hash of their ids, in so many parts (a power of two), and one of them, counted from 0. */
export interface Share {
  readonly of: number;
  readonly number: number;
}

const CLAIM = `
  SELECT l.id AS "logId", l.stripe_event_id AS id, l.event_type AS type, l.api_version AS "apiVersion",
         l.account, l.livemode,
         l.object_key AS "objectKey", l.retry_count AS "retryCount", l.received_at AS "receivedAt", l.traceparent,
         l.created_at AS "createdAt",
         CASE WHEN l.processed_at IS NULL THEN extract(epoch FROM now() - l.received_at)::float8 END AS "waitedSeconds"
    FROM %s l
   ORDER BY l.account, l.object_key, l.id`;

/** An operator who sets the status back need not know of the time: none means now. */
const DUE = `(next_attempt_at IS NULL OR next_attempt_at <= now()) ORDER BY next_attempt_at NULLS FIRST LIMIT $1`;
const claim = (rows: string): string => CLAIM.replace('%s', rows);
/** `hashtext` may differ between servers: it only has to agree within one process's life. */
const HASH = `hashtext(coalesce(object_key, ''))`;
const CLAIM_FRESH = claim(`(SELECT * FROM stripe_event_log
  WHERE status = 'received' AND ${HASH} & ($2::int - 1) = $3 AND ${DUE} FOR UPDATE SKIP LOCKED)`);
/**
 * The oldest of each account, by stripe_event_log_waiting_idx (hence LIKE), and no more of them than that: the share is
 * said in words that PostgreSQL takes for a third of the rows. Of `=` it expects one row in 200, and may fetch and sort all.
 */
const CLAIM_FRESH_OF = claim(`unnest($4::text[]) AS turn (of_account) CROSS JOIN LATERAL (
  SELECT * FROM stripe_event_log
   WHERE status LIKE 'received' AND account = of_account AND (${HASH} # $3) & ($2::int - 1) < 1 AND ${DUE}
     FOR UPDATE SKIP LOCKED)`);
const CLAIM_ONE = claim(
  `(SELECT * FROM stripe_event_log WHERE id = $1 AND status IN ('received', 'failed') FOR UPDATE SKIP LOCKED)`,
);
/** Of a full batch, such a part may be added for accounts that have none in it. */
const PART_OF_OTHERS = 1 / 4;

/** What the log holds for workers to do, and whose it is. */
@Injectable()
export class DueEventsRepository {
  private readonly turns = new AccountTurns();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Claims due events that were never tried, of one share of the objects: they may share a transaction. The oldest; and
   * when more may wait, also the oldest of accounts that have none among these, up to a quarter more.
   */
  async claimFresh(tx: EntityManager, limit: number, share: Share): Promise<ClaimedEvent[]> {
    const oldest: ClaimedEvent[] = await tx.query(CLAIM_FRESH, [limit, share.of, share.number]);
    if (oldest.length < limit) return oldest;
    const room = Math.ceil(limit * PART_OF_OTHERS);
    const others = await this.turns.next(tx, share.number, new Set(oldest.map(({ account }) => account)), room);
    if (others.length === 0) return oldest;
    const each = Math.floor(room / others.length);
    const theirs: ClaimedEvent[] = await tx.query(CLAIM_FRESH_OF, [each, share.of, share.number, others]);
    return [...oldest, ...theirs];
  }

  /**
   * A due event that failed before and that no transaction holds, these ones apart: each runs alone.
   *
   * @param mayBeSuspect whether it may be one that was in hand when a process died.
   */
  async dueFailed(except: readonly string[], mayBeSuspect: boolean): Promise<FailedEvent | undefined> {
    const due: FailedEvent[] = await this.dataSource.query(
      `SELECT id AS "logId", crash_count > 0 AS "isSuspect" FROM stripe_event_log
        WHERE status = 'failed' AND id <> ALL($2::bigint[]) AND ($3 OR crash_count = 0) AND ${DUE} FOR UPDATE SKIP LOCKED`,
      [1, except, mayBeSuspect],
    );
    return due[0];
  }

  /** Claims one event, unless it is settled by now or another worker holds it. */
  async claimOne(tx: EntityManager, logId: string): Promise<ClaimedEvent | undefined> {
    const claimed: ClaimedEvent[] = await tx.query(CLAIM_ONE, [logId]);
    return claimed[0];
  }

  /**
   * The stored bytes of claimed events, null when retention or an erasure removed them; as many events as fit, at least one.
   *
   * @param room in bytes.
   */
  bodies(
    tx: EntityManager,
    logIds: readonly string[],
    room: number,
  ): Promise<{ logId: string; keyId: string | null; body: Buffer | null }[]> {
    return tx.query(
      `SELECT "logId", "keyId", body
         FROM (SELECT l.id AS "logId", p.key_id AS "keyId", p.body,
                      sum(coalesce(octet_length(p.body), 0)) OVER (ORDER BY l.id ROWS UNBOUNDED PRECEDING)
                        - coalesce(octet_length(p.body), 0) AS before
                 FROM stripe_event_log l
                 LEFT JOIN stripe_event_payload p ON p.event_log_id = l.id AND p.received_at = l.received_at
                WHERE l.id = ANY($1::bigint[])) AS sized
        WHERE before < $2`,
      [logIds, room],
    );
  }

  /**
   * Milliseconds until the next attempt; null when none is planned. A failed event that fell due within the last second,
   * perhaps while it was looked for, counts: negative.
   */
  async nextAttemptIn(): Promise<number | null> {
    const rows: { ms: number | null }[] = await this.dataSource.query(
      prepared(`SELECT ceil(extract(epoch FROM min(next_attempt_at) - now()) * 1000)::float8 AS ms
         FROM stripe_event_log
        WHERE status IN ('received', 'failed') AND next_attempt_at > now() - interval '1 second'
          AND (status = 'failed' OR next_attempt_at > now())`),
    );
    return rows[0]?.ms ?? null;
  }
}
