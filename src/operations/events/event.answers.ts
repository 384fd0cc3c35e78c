import { z } from 'zod';
import { pageAnswer, time } from '../../common/schemas.js';

export const EVENT_STATUSES = ['received', 'processed', 'ignored', 'failed', 'dead'] as const;
export const EVENT_SOURCES = ['webhook', 'reconcile', 'replay', 'backfill'] as const;

export const EVENT_EXAMPLE = {
  id: 'evt_1TtEzB2eZvKYlo2C',
  type: 'invoice.paid',
  object: 'in_1TtEzB2eZvKYlo2C',
  account: null,
  livemode: false,
  apiVersion: '2026-10-28.endive',
  source: 'webhook',
  status: 'processed',
  verdict: 'applied',
  supersededBy: null,
  errorClass: null,
  error: null,
  failures: 0,
  createdAt: '2026-08-01T12:00:00.000Z',
  receivedAt: '2026-08-01T12:00:01.204Z',
  processedAt: '2026-08-01T12:00:01.262Z',
  nextAttemptAt: null,
};

/** One line of the log, without what the event says. */
export const eventAnswer = z
  .object({
    id: z.string(),
    type: z.string(),
    object: z.string().nullable().meta({ description: 'Id of the object whose row the event decides.' }),
    account: z.string().nullable().meta({ description: 'Connected account; null: your own.' }),
    livemode: z.boolean(),
    apiVersion: z.string().nullable(),
    source: z.enum(EVENT_SOURCES).meta({ description: 'Who brought it first.' }),
    status: z.enum(EVENT_STATUSES),
    verdict: z.string().nullable().meta({
      description: 'applied, superseded, duplicate, ambiguous, stored, ignored: <reason>, failed; null: not yet.',
    }),
    supersededBy: z.string().nullable().meta({ description: 'Event id. Null of a superseded one: a read was newer.' }),
    errorClass: z.string().nullable(),
    error: z.string().nullable(),
    failures: z.int().meta({ description: 'Attempts that failed since it came, or was last replayed.' }),
    createdAt: time.meta({ description: 'At Stripe, whole seconds.' }),
    receivedAt: time,
    processedAt: time.nullable(),
    nextAttemptAt: time.nullable(),
  })
  .meta({ example: EVENT_EXAMPLE });

export type EventAnswer = z.output<typeof eventAnswer>;

export const eventsAnswer = pageAnswer(eventAnswer)
  .extend({
    lookedTo: time.nullable().meta({
      description:
        'Where nothing but a walk through the log finds what is asked for, a page ends after a bounded walk: it may be short, or empty, and still have a cursor. So far back it has looked (time of receipt); null: to the end, or as far as the page goes.',
    }),
  })
  .meta({ example: { data: [EVENT_EXAMPLE], nextCursor: null, lookedTo: null } });

export type EventsAnswer = z.output<typeof eventsAnswer>;

/** A row of the log. */
export interface EventRow {
  readonly logId: string;
  readonly id: string;
  readonly type: string;
  readonly object: string | null;
  /** '' for your own. */
  readonly account: string;
  readonly livemode: boolean;
  readonly apiVersion: string | null;
  readonly source: EventAnswer['source'];
  readonly status: EventAnswer['status'];
  readonly verdict: string | null;
  readonly supersededBy: string | null;
  readonly errorClass: string | null;
  readonly error: string | null;
  readonly failures: number;
  readonly createdAt: Date;
  readonly receivedAt: Date;
  readonly processedAt: Date | null;
  readonly nextAttemptAt: Date | null;
}

const iso = (at: Date | null): string | null => at && at.toISOString();

export const showEvent = (row: EventRow): EventAnswer => ({
  id: row.id,
  type: row.type,
  object: row.object,
  account: row.account || null,
  livemode: row.livemode,
  apiVersion: row.apiVersion,
  source: row.source,
  status: row.status,
  verdict: row.verdict,
  supersededBy: row.supersededBy,
  errorClass: row.errorClass,
  error: row.error,
  failures: row.failures,
  createdAt: row.createdAt.toISOString(),
  receivedAt: row.receivedAt.toISOString(),
  processedAt: iso(row.processedAt),
  nextAttemptAt: iso(row.nextAttemptAt),
});
