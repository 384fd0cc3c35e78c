import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ReceivedEvent } from '../../webhooks/received-event.js';
import type { EventSource } from '../../webhooks/stripe-event-log.entity.js';
import type { GapKind } from './window.js';

/** Events of the log, newest first, among which a webhook is looked for: as many as a few pages have, whatever its size. */
const RECENT = 10_000;

/** An event that Stripe has and no webhook had brought, of a type that somebody handles. */
export interface Gap {
  readonly id: string;
  readonly type: string;
  readonly account: string;
  /** Seconds since 1970, UTC. */
  readonly created: number;
  /** Seconds between the event and its discovery, by Stripe's clock. */
  readonly age: number;
  readonly kind: GapKind;
  /** Deliveries that Stripe says it still owes, to us or to others; null when it does not say. */
  readonly pendingWebhooks: number | null;
}

/** Gaps of the last day, each kind; counted up to 100,000. */
export const GAPS_OF_LAST_DAY = `
  SELECT count(*) FILTER (WHERE kind = 'late')::int AS late, count(*) FILTER (WHERE kind = 'missed')::int AS missed
    FROM (SELECT kind FROM reconcile_gaps WHERE found_at > now() - interval '1 day' LIMIT 100000) g`;

export type GapCounts = Readonly<Record<GapKind, number>>;

/** All SQL of the gaps. */
@Injectable()
export class GapRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Who brought the events that the log holds, by their ids. */
  async sourcesOf(eventIds: readonly string[]): Promise<Map<string, EventSource>> {
    const rows: { id: string; source: EventSource }[] = await this.dataSource.query(
      'SELECT stripe_event_id AS id, source FROM stripe_event_log WHERE stripe_event_id = ANY($1)',
      [eventIds],
    );
    return new Map(rows.map(({ id, source }) => [id, source]));
  }

  /**
   * Those of which a thin webhook has told: of the same object, and of the same second or one beside it, since Stripe
   * makes the two apart. An endpoint may get thin events only, and Stripe's list does not have them.
   */
  async toldThinly(events: readonly ReceivedEvent[]): Promise<Set<string>> {
    const named = events.filter(({ objectKey }) => objectKey !== null);
    if (named.length === 0) return new Set();
    const told: { id: string }[] = await this.dataSource.query(
      `SELECT e.id FROM jsonb_to_recordset($1::jsonb) AS e (id text, account text, "objectKey" text, created bigint)
        WHERE EXISTS (SELECT FROM stripe_event_log l
                       WHERE l.account = e.account AND l.object_key = e."objectKey"
                         AND l.created_at BETWEEN to_timestamp(e.created - 1) AND to_timestamp(e.created + 1)
                         AND l.source = 'webhook' AND l.event_type ~ '^v[0-9]+\\.')`,
      [JSON.stringify(named.map(({ id, account, objectKey, created }) => ({ id, account, objectKey, created })))],
    );
    return new Set(told.map(({ id }) => id));
  }

  /** Whether a webhook of the database's mode has told of anything in the account. @param since seconds since 1970. */
  async hasHeard(account: string, since: number): Promise<boolean> {
    const heard: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM (SELECT * FROM stripe_event_log ORDER BY id DESC LIMIT $3) l
        WHERE l.account = $1 AND l.created_at >= to_timestamp($2) AND l.source = 'webhook'
          AND l.livemode = coalesce((SELECT livemode FROM stripe_binding), l.livemode)
        LIMIT 1`,
      [account, since, RECENT],
    );
    return heard.length > 0;
  }

  /** @returns the ids of those that were not noted before: a run that died between event and note is made up for. */
  async note(gaps: readonly Gap[]): Promise<Set<string>> {
    if (gaps.length === 0) return new Set();
    const noted: { id: string }[] = await this.dataSource.query(
      `INSERT INTO reconcile_gaps (stripe_event_id, event_type, account, created_at, age_seconds, kind, pending_webhooks)
       SELECT id, type, account, to_timestamp(created), age, kind, "pendingWebhooks"
         FROM jsonb_to_recordset($1::jsonb)
              AS g (id text, type text, account text, created bigint, age integer, kind text, "pendingWebhooks" integer)
       ON CONFLICT (stripe_event_id) DO NOTHING
       RETURNING stripe_event_id AS id`,
      [JSON.stringify(gaps)],
    );
    return new Set(noted.map(({ id }) => id));
  }

  /** Forgets gaps that were found more than 90 days ago. */
  async prune(): Promise<void> {
    await this.dataSource.query(`DELETE FROM reconcile_gaps WHERE found_at < now() - interval '90 days'`);
  }
}
