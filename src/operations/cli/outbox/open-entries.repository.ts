import type { DataSource, EntityManager } from 'typeorm';
import type { OpenStatus } from './outbox.command.js';

/** An entry that has not left, without what it says. */
export interface OpenEntry {
  readonly id: string;
  readonly topic: string;
  readonly businessKey: string;
  readonly status: OpenStatus;
  /** Deliveries begun. */
  readonly attempts: number;
  readonly error: string | null;
  readonly since: Date;
  /** Null of a dead one. */
  readonly nextAttemptAt: Date | null;
}

/** An entry that is to be tried again, and is locked. */
export type TakenEntry = Pick<OpenEntry, 'id' | 'topic' | 'status' | 'attempts'>;

interface WantedEntries {
  readonly status: OpenStatus | null;
  readonly topic: string | null;
}

/** Either some ids, or all of a status. */
export type ChosenEntries =
  { readonly ids: readonly string[] } | { readonly status: OpenStatus; readonly topic: string | null };

const COLUMNS = `id, topic, business_key AS "businessKey", status, attempts, last_error AS error, created_at AS since,
                 next_attempt_at AS "nextAttemptAt"`;

const OF_TOPIC = `($2::text IS NULL OR topic = $2)`;

/** Each half by its own index: millions of entries that were sent are not looked at. */
const OPEN = `
  SELECT * FROM (
    (SELECT ${COLUMNS} FROM outbox WHERE status = 'dead' AND coalesce($1, 'dead') = 'dead' AND ${OF_TOPIC}
      ORDER BY id LIMIT $3)
    UNION ALL
    (SELECT ${COLUMNS} FROM outbox WHERE status = 'pending' AND coalesce($1, 'pending') = 'pending' AND ${OF_TOPIC}
      ORDER BY next_attempt_at, id LIMIT $3)) AS entry
   ORDER BY entry.status, entry."nextAttemptAt" NULLS FIRST, entry.id LIMIT $3`;

/**
 * Whoever delivers an entry has it for a minute, and until then its next attempt is as far away: such a one may be on its
 * way now, and comes by itself at once if it is not. The clock is read when the row is, since the claim may be later than
 * the beginning of this transaction.
 */
const ABLE: Readonly<Record<OpenStatus, string>> = {
  dead: `status = 'dead'`,
  pending: `status = 'pending' AND next_attempt_at > clock_timestamp() + interval '1 minute'`,
};

const TAKEN = 'SELECT id, topic, status, attempts FROM outbox';

/** All SQL of the commands on the outbox. */
export class OpenEntriesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The dead ones by age, then those that wait, what is due first. */
  list({ status, topic }: WantedEntries, most: number): Promise<OpenEntry[]> {
    return this.dataSource.query(OPEN, [status, topic, most]);
  }

  /** Locks those that may be tried again, and leaves out what somebody has in hand. */
  take(tx: EntityManager, chosen: ChosenEntries, most: number): Promise<TakenEntry[]> {
    const locked = 'ORDER BY outbox.id LIMIT $2 FOR UPDATE SKIP LOCKED';
    return 'ids' in chosen
      ? tx.query(`${TAKEN} WHERE id = ANY($1::bigint[]) AND (${ABLE.dead} OR ${ABLE.pending}) ${locked}`, [
          chosen.ids,
          most,
        ])
      : tx.query(`${TAKEN} WHERE ${ABLE[chosen.status]} AND ($1::text IS NULL OR topic = $1) ${locked}`, [
          chosen.topic,
          most,
        ]);
  }

  /** Due at once, with all attempts before them; the last error stays until one of them succeeds. */
  async retry(tx: EntityManager, entries: readonly TakenEntry[]): Promise<void> {
    await tx.query(
      `UPDATE outbox SET status = 'pending', attempts = 0, next_attempt_at = now(), settled_at = NULL
        WHERE id = ANY($1::bigint[])`,
      [entries.map(({ id }) => id)],
    );
  }
}
