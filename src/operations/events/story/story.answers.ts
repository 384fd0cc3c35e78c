import { z } from 'zod';
import { time } from '../../../common/schemas.js';
import { EVENT_EXAMPLE, eventAnswer } from '../event.answers.js';

/** A value of a row: what may be personal or secret is `•••`. */
const value = z.unknown().meta({ description: 'Masked (`•••`) where it may be personal or secret.' });

export const changeAnswer = z.object({
  table: z.string(),
  id: z.string(),
  field: z.string(),
  before: value,
  after: value,
});

export type ChangeAnswer = z.output<typeof changeAnswer>;

const CHANGE_STATES = [
  'computed',
  'first',
  'before_unknown',
  'no_row',
  'not_handled',
  'payload_gone',
  'read_from_stripe',
  'not_understood',
  'not_computable',
] as const;

const changesAnswer = z.object({
  state: z.enum(CHANGE_STATES).meta({
    description:
      'computed: what the event says beside what the event before it said. first: no event before it is known. before_unknown: what the event before it said was removed. no_row: the event decides no row. not_handled: nobody handles its type. payload_gone: what it said was removed. read_from_stripe: it says nothing of its object, which was read. not_understood: no reader understands it. not_computable: its handler writes rows of its own.',
  }),
  note: z.string().meta({ description: 'The same as a sentence.' }),
  isShown: z.boolean().nullable().meta({
    description:
      'Whether the row shows this event now; null where it decides no row, or a read from Stripe has followed.',
  }),
  comparedWith: z.string().nullable().meta({ description: 'The event before it of the same object.' }),
  data: z.array(changeAnswer),
  isCut: z.boolean().meta({ description: 'There are more than 500.' }),
});

export type ChangesAnswer = z.output<typeof changesAnswer>;

const attempt = z.object({
  attempt: z.int(),
  at: time,
  errorClass: z.string(),
  error: z.string(),
  retryAt: time.nullable().meta({ description: 'Null: there was to be no further one.' }),
});

const neighbour = eventAnswer.pick({ id: true, type: true, status: true, verdict: true, createdAt: true });

const derived = z.object({
  tenant: z.string(),
  at: time,
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
});

const outboxEntry = z.object({
  id: z.string(),
  topic: z.string(),
  handler: z.string(),
  status: z.enum(['pending', 'sent', 'obsolete', 'dead']),
  attempts: z.int(),
  error: z.string().nullable(),
  createdAt: time,
  settledAt: time.nullable(),
  isOwn: z.boolean().meta({ description: 'False: another event told the same fact before, and made the entry.' }),
});

const replayed = z.object({
  replay: z.string(),
  by: z.string().nullable().meta({ description: 'Null, as the reason, when it was not of the account that asks.' }),
  reason: z.string().nullable(),
  requestedAt: time,
  outcome: z.string().meta({ description: 'As in `GET /operations/replays/{id}`.' }),
  formerStatus: z
    .string()
    .nullable()
    .meta({ description: 'What the replay took back; null when it made nothing due.' }),
  formerVerdict: z.string().nullable(),
  at: time.nullable(),
});

export const storyAnswer = z
  .object({
    event: eventAnswer.extend({
      crashes: z.int().meta({ description: 'Times that a process died with the event in hand.' }),
      rereads: z.int().meta({ description: 'Reads from Stripe that settling it took.' }),
    }),
    stripeUrl: z.string().nullable().meta({ description: 'In Stripe’s dashboard.' }),
    arrival: z.object({
      lagSeconds: z.number().meta({ description: 'From its creation at Stripe to its receipt.' }),
      missing: z
        .object({ kind: z.enum(['late', 'missed']), foundAt: time, pendingWebhooks: z.int().nullable() })
        .nullable()
        .meta({ description: 'Reconcile found that it was lacking.' }),
    }),
    payload: z.object({
      state: z.enum(['kept', 'removed', 'erased']).meta({
        description: 'removed: its time of keeping has passed. erased: its customer was.',
      }),
      bytes: z.int().nullable(),
      isReduced: z.boolean().meta({ description: 'Kept without what is personal: its customer was erased.' }),
    }),
    attempts: z.array(attempt).meta({ description: 'Those that failed, the first one first.' }),
    related: z
      .object({
        kind: z.enum(['superseded', 'duplicate']),
        by: eventAnswer.pick({ id: true, type: true, createdAt: true }).nullable(),
      })
      .nullable(),
    next: z.object({
      code: z.enum(['settled', 'due', 'retry', 'waits_for_stripe', 'dead']),
      at: time.nullable(),
      note: z.string(),
    }),
    changes: changesAnswer,
    derived: z.array(derived).meta({ description: 'What changed for tenants because of it.' }),
    outbox: z.array(outboxEntry),
    replays: z.array(replayed).meta({ description: 'Newest first.' }),
    before: z.array(neighbour).meta({ description: 'Events of the same object, up to ten, newest first.' }),
    after: z.array(neighbour).meta({ description: 'Likewise, oldest first.' }),
  })
  .meta({
    example: {
      event: { ...EVENT_EXAMPLE, crashes: 0, rereads: 0 },
      stripeUrl: 'https://dashboard.stripe.com/test/events/evt_1TtEzB2eZvKYlo2C',
      arrival: { lagSeconds: 1.2, missing: null },
      payload: { state: 'kept', bytes: 4_211, isReduced: false },
      attempts: [],
      related: null,
      next: { code: 'settled', at: null, note: 'It is settled. Nothing is planned.' },
      changes: {
        state: 'computed',
        note: 'What the event says beside what the event before it said.',
        isShown: true,
        comparedWith: 'evt_1TtEzA2eZvKYlo2C',
        data: [{ table: 'invoices', id: 'in_1TtEzB2eZvKYlo2C', field: 'status', before: 'open', after: 'paid' }],
        isCut: false,
      },
      derived: [],
      outbox: [],
      replays: [],
      before: [],
      after: [],
    },
  });

export type StoryAnswer = z.output<typeof storyAnswer>;
