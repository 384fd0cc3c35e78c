import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reach } from '../../operator.js';
import type { EventRow } from '../event.answers.js';
import { EVENT_COLUMNS } from '../search/event-filter.sql.js';

/** An event with what only its own page shows. */
export interface StoryRow extends EventRow {
  readonly crashes: number;
  readonly rereads: number;
  /** Of the payload, as it is stored; null when it is gone. */
  readonly bytes: number | null;
  /** Whether it is about an erased customer, or what was theirs. */
  readonly isErased: boolean;
  /** `processedAt` in full precision. */
  readonly processedExactly: string | null;
}

interface AttemptRow {
  readonly attempt: number;
  readonly at: Date;
  readonly errorClass: string;
  readonly error: string;
  readonly retryAt: Date | null;
}

interface MissingRow {
  readonly kind: 'late' | 'missed';
  readonly foundAt: Date;
  readonly pendingWebhooks: number | null;
}

interface TenantChangeRow {
  readonly tenant: string;
  readonly at: Date;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly handler: string | null;
  readonly eventId: string | null;
  readonly status: 'pending' | 'sent' | 'obsolete' | 'dead';
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

interface ReplayedRow {
  readonly replay: string;
  /** Null with the reason: who asked for it is not of the reach. */
  readonly by: string | null;
  readonly reason: string | null;
  readonly requestedAt: Date;
  readonly outcome: string;
  /** What had become of the event until then; null while its turn has not come, or it came to nothing. */
  readonly formerStatus: string | null;
  readonly formerVerdict: string | null;
  readonly at: Date | null;
}

/** Of what follows from an event, so much is shown. */
const MOST = 50;

/** All SQL of one event's page, but for its changes. */
@Injectable()
export class StoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, reach: Reach): Promise<StoryRow | undefined> {
    const rows: StoryRow[] = await this.dataSource.query(
      `SELECT ${EVENT_COLUMNS}, l.crash_count AS crashes, l.reread_count AS rereads, octet_length(p.body) AS bytes,
              EXISTS (SELECT FROM erased_objects e
                       WHERE e.account = l.account AND e.id = l.object_key) AS "isErased",
              l.processed_at::text AS "processedExactly"
         FROM stripe_event_log l
         LEFT JOIN stripe_event_payload p ON p.event_log_id = l.id AND p.received_at = l.received_at
        WHERE l.stripe_event_id = $1 AND ($2::text IS NULL OR l.account = $2)`,
      [id, reach ?? null],
    );
    return rows[0];
  }

  attempts(logId: string): Promise<AttemptRow[]> {
    return this.dataSource.query(
      `SELECT attempt, at, error_class AS "errorClass", error, retry_at AS "retryAt"
         FROM stripe_event_attempts WHERE event_log_id = $1 ORDER BY id LIMIT 200`,
      [logId],
    );
  }

  async missing(id: string): Promise<MissingRow | undefined> {
    const rows: MissingRow[] = await this.dataSource.query(
      `SELECT kind, found_at AS "foundAt", pending_webhooks AS "pendingWebhooks"
         FROM reconcile_gaps WHERE stripe_event_id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Events by their ids, wherever they are. */
  async byId(id: string): Promise<EventRow | undefined> {
    const rows: EventRow[] = await this.dataSource.query(
      `SELECT ${EVENT_COLUMNS} FROM stripe_event_log l WHERE l.stripe_event_id = $1`,
      [id],
    );
    return rows[0];
  }

  /**
   * What changed for tenants because of an event: those of the customers that it is about, at whatever run of it; and of
   * whomever else, as what a changed product brought, in its last run and the two minutes after it. No index leads from
   * an event to its changes: it would cost every change something.
   */
  tenantChanges({ id, account, processedExactly }: StoryRow, customers: readonly string[]): Promise<TenantChangeRow[]> {
    return this.dataSource.query(
      `SELECT tenant, at, before, after FROM (
         SELECT c.id, c.tenant_id AS tenant, c.at, c.before, c.after FROM tenant_changes c
          WHERE c.account = $2 AND c.caused_by = $1
            AND c.tenant_id IN (SELECT t.tenant_id FROM tenant_customers t
                                 WHERE t.account = $2 AND t.customer_id = ANY($3))
         UNION
         SELECT c.id, c.tenant_id, c.at, c.before, c.after FROM tenant_changes c
          WHERE c.at >= $4::timestamptz AND c.at < $4::timestamptz + interval '2 minutes'
            AND c.caused_by = $1 AND c.account = $2) AS changes
        ORDER BY id LIMIT ${MOST}`,
      [id, account, customers, processedExactly],
    );
  }

  /** Entries that tell of certain facts. */
  outbox(topic: string, keys: readonly string[]): Promise<OutboxRow[]> {
    return this.dataSource.query(
      `SELECT id, topic, payload ->> 'handler' AS handler, payload ->> 'eventId' AS "eventId", status, attempts,
              last_error AS error, created_at AS "createdAt", settled_at AS "settledAt"
         FROM outbox WHERE topic = $1 AND business_key = ANY($2) ORDER BY id LIMIT ${MOST}`,
      [topic, keys],
    );
  }

  /** A connected account sees that its event ran again, and of others' replays no more than that. */
  replays(logId: string, reach: Reach): Promise<ReplayedRow[]> {
    return this.dataSource.query(
      `SELECT r.id AS replay, r.created_at AS "requestedAt", i.outcome, i.at, i.former_status AS "formerStatus",
              i.former_verdict AS "formerVerdict",
              CASE WHEN $2::text IS NULL OR r.account = $2 THEN r.requested_by END AS by,
              CASE WHEN $2::text IS NULL OR r.account = $2 THEN r.reason END AS reason
         FROM event_replay_items i JOIN event_replays r ON r.id = i.replay_id
        WHERE i.event_log_id = $1 ORDER BY r.created_at DESC LIMIT ${MOST}`,
      [logId, reach ?? null],
    );
  }
}
