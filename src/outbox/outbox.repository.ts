import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** An entry that this process is to deliver now. */
export interface ClaimedEntry {
  readonly id: string;
  readonly topic: string;
  readonly businessKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** From 1. */
  readonly attempts: number;
}

/** All SQL of the outbox. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Adds an entry within the transaction that makes it true. The same key again changes nothing. */
  async add(tx: EntityManager, topic: string, businessKey: string, payload: Record<string, unknown>): Promise<void> {
    await tx.query(
      `INSERT INTO outbox (topic, business_key, payload) VALUES ($1, $2, $3)
       ON CONFLICT (topic, business_key) DO NOTHING`,
      [topic, businessKey, JSON.stringify(payload)],
    );
  }

  /** Takes one due entry for a minute. If the process dies, another one takes it after that. */
  async claim(topics: readonly string[]): Promise<ClaimedEntry | undefined> {
    const [claimed]: [ClaimedEntry[], number] = await this.dataSource.query(
      `UPDATE outbox SET attempts = attempts + 1, next_attempt_at = now() + interval '1 minute'
        WHERE id = (SELECT id FROM outbox
                     WHERE status = 'pending' AND next_attempt_at <= now() AND topic = ANY($1)
                     ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, topic, business_key AS "businessKey", payload, attempts`,
      [topics],
    );
    return claimed[0];
  }

  async settle(id: string, status: 'sent' | 'obsolete'): Promise<void> {
    await this.dataSource.query(
      `UPDATE outbox SET status = $2, settled_at = now(), next_attempt_at = NULL, last_error = NULL WHERE id = $1`,
      [id, status],
    );
  }

  /** @param delay milliseconds until the next attempt; null: no further one, the entry is dead. */
  async fail(id: string, message: string, delay: number | null): Promise<void> {
    await this.dataSource.query(
      `UPDATE outbox
          SET status = CASE WHEN $3::bigint IS NULL THEN 'dead' ELSE status END, last_error = $2,
              settled_at = CASE WHEN $3::bigint IS NULL THEN now() END,
              next_attempt_at = now() + $3::bigint * interval '1 millisecond'
        WHERE id = $1`,
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

  /** Milliseconds until the next entry is due that is not yet; null when none is planned. */
  async nextAttemptIn(): Promise<number | null> {
    const rows: { ms: number | null }[] = await this.dataSource.query(
      `SELECT ceil(extract(epoch FROM min(next_attempt_at) - now()) * 1000)::float8 AS ms
         FROM outbox WHERE status = 'pending' AND next_attempt_at > now()`,
    );
    return rows[0]?.ms ?? null;
  }
}
