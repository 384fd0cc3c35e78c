import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Gathered } from '../common/gathered.js';
import { prepared } from '../database/prepared.js';
import { SharedStatement } from '../database/rounds.js';

/** An entry that this process is to deliver now. */
export interface ClaimedEntry {
  readonly id: string;
  readonly topic: string;
  readonly businessKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** From 1. */
  readonly attempts: number;
}

/** An entry to be added. */
export interface NewEntry {
  readonly topic: string;
  readonly businessKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const keyOf = ({ topic, businessKey }: NewEntry): string => `${topic} ${businessKey}`;

/** In the order of the keys: transactions that add the same ones never deadlock. The same key again changes nothing. */
async function addTo(db: Pick<EntityManager, 'query'>, entries: readonly NewEntry[]): Promise<void> {
  const sorted = entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await db.query(
    prepared(`INSERT INTO outbox (topic, business_key, payload)
              SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[]) ON CONFLICT (topic, business_key) DO NOTHING`),
    [
      sorted.map(({ topic }) => topic),
      sorted.map(({ businessKey }) => businessKey),
      sorted.map(({ payload }) => JSON.stringify(payload)),
    ],
  );
}

/** What the handlers of a batch add. */
const ADDITIONS = new SharedStatement<NewEntry, void>(
  () => 'outbox add',
  async (tx, entries) => {
    await addTo(tx, entries);
    return () => undefined;
  },
);

/** All SQL of the outbox. */
@Injectable()
export class OutboxRepository {
  private readonly additions = new Gathered<readonly NewEntry[], void>(async (lists) => {
    await addTo(this.dataSource, lists.flat());
    return () => undefined;
  });

  private readonly settlements = new Gathered<{ id: string; status: 'sent' | 'obsolete' }, void>(async (settled) => {
    await this.dataSource.query(
      prepared(`UPDATE outbox SET status = settled.status, settled_at = now(), next_attempt_at = NULL, last_error = NULL
         FROM unnest($1::bigint[], $2::text[]) AS settled (id, status) WHERE outbox.id = settled.id`),
      [settled.map(({ id }) => id), settled.map(({ status }) => status)],
    );
    return () => undefined;
  });

  constructor(private readonly dataSource: DataSource) {}

  /** Adds an entry within the transaction that makes it true. The same key again changes nothing. */
  add(tx: EntityManager, topic: string, businessKey: string, payload: Record<string, unknown>): Promise<void> {
    return ADDITIONS.ask(tx, { topic, businessKey, payload });
  }

  /** Adds entries that nothing else has to be true for, all of them or none. */
  addAlone(entries: readonly NewEntry[]): Promise<void> {
    return this.additions.ask(entries);
  }

  /** Takes due entries for a minute. If the process dies, another one takes them after that. */
  async claim(topics: readonly string[], most: number): Promise<ClaimedEntry[]> {
    const [claimed]: [ClaimedEntry[], number] = await this.dataSource.query(
      prepared(`WITH due AS MATERIALIZED (
         SELECT id FROM outbox
          WHERE status = 'pending' AND next_attempt_at <= now() AND topic = ANY($1)
          ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
       )
       UPDATE outbox SET attempts = attempts + 1, next_attempt_at = now() + interval '1 minute'
         FROM due WHERE outbox.id = due.id
       RETURNING outbox.id, topic, business_key AS "businessKey", payload, attempts`),
      [topics, most],
    );
    return claimed;
  }

  settle(id: string, status: 'sent' | 'obsolete'): Promise<void> {
    return this.settlements.ask({ id, status });
  }

  /** @param delay milliseconds until the next attempt; null: no further one, the entry is dead. */
  async fail(id: string, message: string, delay: number | null): Promise<void> {
    await this.dataSource.query(
      prepared(`UPDATE outbox
          SET status = CASE WHEN $3::bigint IS NULL THEN 'dead' ELSE status END, last_error = $2,
              settled_at = CASE WHEN $3::bigint IS NULL THEN now() END,
              next_attempt_at = now() + $3::bigint * interval '1 millisecond'
        WHERE id = $1`),
      [id, message, delay],
    );
  }

  /** Entries that were given up, up to a thousand. */
  async countDead(): Promise<number> {
    const rows: { dead: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS dead FROM (SELECT FROM outbox WHERE status = 'dead' LIMIT 1000) d`,
    );
    return rows[0]?.dead ?? 0;
  }

  /**
   * Milliseconds until the next entry is due; null when none is planned. One that fell due within the last second, perhaps
   * while it was looked for, counts: negative.
   */
  async nextAttemptIn(): Promise<number | null> {
    const rows: { ms: number | null }[] = await this.dataSource.query(
      prepared(`SELECT ceil(extract(epoch FROM min(next_attempt_at) - now()) * 1000)::float8 AS ms
         FROM outbox WHERE status = 'pending' AND next_attempt_at > now() - interval '1 second'`),
    );
    return rows[0]?.ms ?? null;
  }
}
