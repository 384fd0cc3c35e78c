import { z } from 'zod';
import { time } from '../../common/schemas.js';
import { firingAlertAnswer } from '../alerts/alert.answers.js';

/** A figure that no process told of, or the database did not: nobody knows it, and 0 would be a lie. */
const count = z.int().nullable();
const seconds = z.number().nullable();

const overSeconds = z.int().meta({ description: 'How far back it looks.' });

const shareAnswer = z.object({
  percent: z.number().nullable().meta({ description: '100 × `count` / `of`; null when there were none.' }),
  count: z.int(),
  of: z.int(),
  overSeconds,
});

const latencyAnswer = z.object({
  p50Seconds: seconds,
  p99Seconds: seconds,
  of: z.int().meta({ description: 'How many were timed; both figures are null when none was.' }),
  overSeconds,
});

const minuteAnswer = z.object({
  at: time.meta({ description: 'The beginning of the minute.' }),
  received: count.meta({
    description: 'Webhooks whose event was new. Null: no process that takes webhooks was there.',
  }),
  redelivered: count,
  refused: count.meta({ description: 'Webhook requests without a valid signature.' }),
});

const processAnswer = z.object({
  host: z.string(),
  role: z.enum(['all', 'api', 'worker']).meta({ description: '`api` takes webhooks, `worker` settles events.' }),
  version: z.string(),
  startedAt: time,
  lastSeenAt: time,
  state: z
    .enum(['up', 'stopped', 'gone'])
    .meta({ description: '`stopped`: it ended by itself. `gone`: nothing was heard of it for 100 seconds.' }),
});

const reconcileAnswer = z.object({
  lastAt: time.nullable().meta({ description: 'When the own account was last compared to the end.' }),
  reconciledTo: time.nullable().meta({ description: 'Up to then all events of the own account are known to be here.' }),
  isSilent: z.boolean().meta({ description: 'Stripe has events of the own account, and no webhook arrives.' }),
  isFailing: z.boolean(),
  connected: z
    .object({ lastAt: time.nullable(), reconciledTo: time.nullable(), failing: z.int(), silent: z.int() })
    .nullable()
    .meta({ description: 'Of the connected account whose turn was longest ago, and how many; null: there are none.' }),
  gapsLastDay: z.object({ late: z.int(), missed: z.int() }),
});

const verifyAnswer = z.object({
  finishedAt: time,
  isScheduled: z.boolean(),
  sample: z.int().nullable().meta({ description: 'Rows of each type by chance; null: everything was compared.' }),
  checked: z.int(),
  different: z.int(),
  gone: z.int(),
  failed: z.int(),
  refused: z.int(),
  repaired: z.int(),
  open: z.int().meta({ description: 'Rows known not to be what Stripe says, of whichever run.' }),
});

const secretAnswer = z.object({
  endpoint: z.enum(['account', 'connect']),
  position: z.int().meta({ description: 'In the list of the setting, from 1.' }),
  lastMatchedAt: time.nullable().meta({ description: 'To the minute; null: not since `knownSince`.' }),
  knownSince: time.nullable().meta({ description: 'When a process first had it configured.' }),
});

export const overviewAnswer = z
  .object({
    at: time,
    eventsPerMinute: z.array(minuteAnswer).meta({ description: 'The last 60 minutes that are over, oldest first.' }),
    lastWebhookAt: time.nullable(),
    ackLatency: latencyAnswer.meta({ description: 'From a webhook request to its 200, as all processes timed it.' }),
    settleLatency: latencyAnswer.meta({
      description: 'From receipt to commit, of events that were received lately and are settled.',
    }),
    successRate: z.object({
      answered: shareAnswer.meta({ description: 'Webhook requests answered 200, of those that Stripe had signed.' }),
      handled: shareAnswer.meta({ description: 'Attempts at events that settled them, of all attempts that ended.' }),
    }),
    signatureFailures: z.object({
      count: z.int(),
      byDiagnosis: z.record(z.string(), z.int()),
      overSeconds,
    }),
    duplicates: shareAnswer.meta({ description: 'Webhooks whose event was here already, of all that were accepted.' }),
    backlog: z.object({
      due: z.int().meta({ description: '100000 is that or more.' }),
      planned: z.int().meta({ description: 'Failed, and tried again later.' }),
      oldestSeconds: z.int().meta({ description: 'Since the oldest was received; 0 when there is none.' }),
      overdueSeconds: z.int().meta({ description: 'For which an event has been due that no worker took.' }),
    }),
    dead: z.int().meta({ description: 'Events that no attempt is left for.' }),
    outbox: z.object({ pending: z.int(), dead: z.int(), oldestSeconds: z.int() }),
    queue: z.object({
      kind: z.enum(['redis', 'in_process']),
      up: z.boolean(),
      waiting: count.meta({ description: 'Wake-up calls, not events; null in one process, or when Redis is away.' }),
      active: count,
    }),
    processes: z.array(processAnswer).meta({ description: 'Of the last hour; those that are up come first.' }),
    lastReconcile: reconcileAnswer.nullable().meta({ description: 'Null: events were never reconciled.' }),
    lastVerify: verifyAnswer.nullable().meta({ description: 'Null: rows were never compared with Stripe.' }),
    secrets: z.array(secretAnswer).meta({ description: 'Signing secrets that are configured; never their values.' }),
    alerts: z.array(firingAlertAnswer).meta({ description: 'What fires now, the worst first.' }),
  })
  .meta({
    example: {
      at: '2026-08-01T12:00:07.000Z',
      eventsPerMinute: [{ at: '2026-08-01T11:59:00.000Z', received: 42, redelivered: 1, refused: 0 }],
      lastWebhookAt: '2026-08-01T12:00:05.120Z',
      ackLatency: { p50Seconds: 0.006, p99Seconds: 0.031, of: 204, overSeconds: 300 },
      settleLatency: { p50Seconds: 0.041, p99Seconds: 0.22, of: 203, overSeconds: 300 },
      successRate: {
        answered: { percent: 100, count: 2_520, of: 2_520, overSeconds: 3_600 },
        handled: { percent: 99.96, count: 2_519, of: 2_520, overSeconds: 3_600 },
      },
      signatureFailures: { count: 1, byDiagnosis: { no_signature_header: 1 }, overSeconds: 3_600 },
      duplicates: { percent: 1.9, count: 49, of: 2_569, overSeconds: 3_600 },
      backlog: { due: 1, planned: 0, oldestSeconds: 0, overdueSeconds: 0 },
      dead: 0,
      outbox: { pending: 0, dead: 0, oldestSeconds: 0 },
      queue: { kind: 'redis', up: true, waiting: 0, active: 1 },
      processes: [
        {
          host: 'api-1',
          role: 'api',
          version: '1.0.0',
          startedAt: '2026-07-30T08:00:00.000Z',
          lastSeenAt: '2026-08-01T12:00:00.040Z',
          state: 'up',
        },
      ],
      lastReconcile: {
        lastAt: '2026-08-01T11:58:00.000Z',
        reconciledTo: '2026-08-01T11:57:00.000Z',
        isSilent: false,
        isFailing: false,
        connected: null,
        gapsLastDay: { late: 0, missed: 0 },
      },
      lastVerify: {
        finishedAt: '2026-08-01T03:10:00.000Z',
        isScheduled: true,
        sample: 20,
        checked: 380,
        different: 0,
        gone: 0,
        failed: 0,
        refused: 0,
        repaired: 0,
        open: 0,
      },
      secrets: [
        {
          endpoint: 'account',
          position: 1,
          lastMatchedAt: '2026-08-01T12:00:00.000Z',
          knownSince: '2026-05-01T09:00:00.000Z',
        },
      ],
      alerts: [],
    },
  });

export type OverviewAnswer = z.output<typeof overviewAnswer>;
