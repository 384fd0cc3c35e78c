import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Gathered } from '../common/gathered.js';
import { PayloadCipher } from '../database/payload-cipher.js';
import { EventInsertRepository, type FreshEvents } from './event-insert.repository.js';
import type { LoggedFacts } from './gone-event.js';
import type { ReceivedEvent } from './received-event.js';
import type { Settlement } from './settlement.js';
import type { EventSource } from './stripe-event-log.entity.js';

/** What the log notes of an attempt that failed. */
export interface Failure {
  readonly logId: string;
  /** Attempts that failed so far, this one included. */
  readonly failures: number;
  readonly errorClass: string;
  readonly message: string;
  /** Milliseconds until the next attempt; null: no further one, the event is dead. */
  readonly delay: number | null;
}

/** An event of the log, and what it said. */
export interface FoundEvent extends LoggedFacts {
  /** Its exact bytes; null when retention or an erasure has removed them. */
  readonly body: Buffer | null;
}

type SealedEvent = FoundEvent & { readonly keyId: string | null };

/** Why events leave their batch, and what the log says of them meanwhile. */
const DEFERRALS = {
  reread: 'Waits for a read from Stripe.',
  batch: 'Its batch failed; runs alone next.',
};
type Deferral = keyof typeof DEFERRALS;

/** The event log: what is written into it, and what it is asked. */
@Injectable()
export class EventLogRepository {
  private readonly finds = new Gathered<string, SealedEvent | undefined>(async (ids) => {
    const events: SealedEvent[] = await this.dataSource.query(
      `SELECT l.stripe_event_id AS id, l.event_type AS type, l.account, l.livemode, l.object_key AS "objectKey",
              l.api_version AS "apiVersion", l.created_at AS "createdAt", p.key_id AS "keyId", p.body
         FROM stripe_event_log l
         LEFT JOIN stripe_event_payload p ON p.event_log_id = l.id AND p.received_at = l.received_at
        WHERE l.stripe_event_id = ANY($1::text[])`,
      [ids],
    );
    const byId = new Map(events.map((event) => [event.id, event]));
    return (id) => byId.get(id);
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: PayloadCipher,
    private readonly inserts: EventInsertRepository,
  ) {}

  /** See {@link EventInsertRepository}. @returns the ids that were not there before. */
  insert(events: readonly ReceivedEvent[], source: EventSource): Promise<FreshEvents> {
    return this.inserts.insert(events, source);
  }

  async settle(tx: EntityManager, settlements: readonly Settlement[]): Promise<void> {
    await tx.query(
      `UPDATE stripe_event_log l
          SET status = s.status, verdict = s.verdict, superseded_by = s."supersededBy", processed_at = now(),
              reread_count = reread_count + s.rereads, next_attempt_at = NULL, last_error = NULL, error_class = NULL
         FROM jsonb_to_recordset($1::jsonb)
              AS s ("logId" bigint, status text, verdict text, "supersededBy" text, rereads integer)
        WHERE l.id = s."logId"`,
      [JSON.stringify(settlements)],
    );
  }

  /**
   * Notes the failure, and in the same statement that there was this attempt.
   *
   * @returns false when the event is settled by now, or another worker has noted a failure of the same attempt.
   */
  async fail({ logId, failures, errorClass, message, delay }: Failure): Promise<boolean> {
    const noted: unknown[] = await this.dataSource.query(
      `WITH noted AS (
         UPDATE stripe_event_log
            SET status = CASE WHEN $4::bigint IS NULL THEN 'dead' ELSE 'failed' END, verdict = 'failed',
                retry_count = $5, error_class = $2, last_error = $3,
                next_attempt_at = now() + $4::bigint * interval '1 millisecond'
          WHERE id = $1 AND status IN ('received', 'failed') AND retry_count = $5 - 1
         RETURNING id, retry_count, error_class, last_error, next_attempt_at
       )
       INSERT INTO stripe_event_attempts (event_log_id, attempt, error_class, error, retry_at)
       SELECT id, retry_count, error_class, last_error, next_attempt_at FROM noted
       RETURNING event_log_id`,
      [logId, errorClass, message, delay, failures],
    );
    return noted.length > 0;
  }

  /** Takes events out of their batch, to run alone. No attempt is counted. */
  async defer(
    logIds: readonly string[],
    why: Deferral,
    db: Pick<EntityManager, 'query'> = this.dataSource,
  ): Promise<void> {
    await db.query(
      `UPDATE stripe_event_log
          SET status = 'failed', verdict = 'failed', error_class = $2, last_error = $3,
              next_attempt_at = now()
        WHERE id = ANY($1::bigint[]) AND status = 'received'`,
      [logIds, why, DEFERRALS[why]],
    );
  }

  /**
   * An event by Stripe's id, whatever became of it.
   *
   * @throws {PayloadUnreadableError}
   */
  async find(eventId: string): Promise<FoundEvent | undefined> {
    const event = await this.finds.ask(eventId);
    if (!event) return undefined;
    const { keyId, body, ...found } = event;
    return { ...found, body: body && this.cipher.open(eventId, { keyId, body }) };
  }

  /** The database's own clock, in full precision. */
  async now(): Promise<string> {
    const rows: { now: string }[] = await this.dataSource.query('SELECT clock_timestamp()::text AS now');
    return rows[0]?.now ?? '';
  }

  /**
   * Events that are due and not settled, for how many seconds the oldest has been open (since its receipt, or since a
   * replay opened it again), and how many are dead.
   */
  async backlog(): Promise<{ due: number; oldestSeconds: number; dead: number }> {
    const rows: { due: number; oldestSeconds: number; dead: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS due,
              coalesce(extract(epoch FROM now() - min(open_since)), 0)::float8 AS "oldestSeconds",
              (SELECT count(*)::int FROM (SELECT FROM stripe_event_log WHERE status = 'dead' LIMIT 1000) d) AS dead
         FROM (SELECT greatest(received_at, processed_at) AS open_since FROM stripe_event_log
                WHERE status IN ('received', 'failed') AND (next_attempt_at IS NULL OR next_attempt_at <= now())
                LIMIT 10000) b`,
    );
    return rows[0] ?? { due: 0, oldestSeconds: 0, dead: 0 };
  }
}
