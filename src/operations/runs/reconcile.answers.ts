import { z } from 'zod';
import { pageQuery, pageAnswer, time } from '../../common/schemas.js';
import { runAnswer } from './run.answers.js';

/** How far the events of one account have been compared with the log. */
const checkpointAnswer = z
  .object({
    account: z.string().meta({ description: 'Connected account; empty for your own.' }),
    state: z.enum(['ok', 'new', 'failing', 'silent']).meta({
      description:
        '`new`: never compared to the end. `failing`: could not be listed. `silent`: Stripe has events, and no webhook arrives.',
    }),
    reconciledTo: time.meta({ description: 'Up to then all events are known to be here.' }),
    lastAt: time.nullable().meta({ description: 'When it was last compared to the end.' }),
    nextAt: time,
    failures: z.int().meta({ description: 'In a row.' }),
    failingSince: time.nullable(),
    error: z.string().nullable(),
  })
  .meta({
    example: {
      account: '',
      state: 'ok',
      reconciledTo: '2026-08-01T11:58:30.000Z',
      lastAt: '2026-08-01T11:59:31.000Z',
      nextAt: '2026-08-01T12:04:31.000Z',
      failures: 0,
      failingSince: null,
      error: null,
    },
  });

export type CheckpointAnswer = z.output<typeof checkpointAnswer>;

/** An event that Stripe has, and no webhook had brought. */
const gapAnswer = z
  .object({
    event: z.string(),
    type: z.string(),
    account: z.string(),
    kind: z.enum(['late', 'missed']).meta({ description: '`late`: found within 15 minutes.' }),
    createdAt: time.meta({ description: 'At Stripe.' }),
    foundAt: time,
    ageSeconds: z.int().meta({ description: 'How old the event was when it was found.' }),
    pendingWebhooks: z.int().nullable().meta({ description: 'Deliveries that Stripe said it still owed.' }),
  })
  .meta({
    example: {
      event: 'evt_1TtEzB2eZvKYlo2C',
      type: 'invoice.paid',
      account: '',
      kind: 'missed',
      createdAt: '2026-08-01T10:00:00.000Z',
      foundAt: '2026-08-01T11:59:31.000Z',
      ageSeconds: 7_171,
      pendingWebhooks: 0,
    },
  });

export type GapAnswer = z.output<typeof gapAnswer>;

export const gapsAnswer = pageAnswer(gapAnswer);
export const checkpointsAnswer = pageAnswer(checkpointAnswer);

export const reconcileStateAnswer = z
  .object({
    isOn: z.boolean().meta({ description: 'Whether there is a key, and RECONCILE_INTERVAL_SECONDS is not `off`.' }),
    intervalSeconds: z.int().nullable().meta({ description: 'Null: nothing runs by itself.' }),
    own: checkpointAnswer.nullable().meta({ description: 'Of your own account; null: never compared.' }),
    connected: z
      .object({ accounts: z.int(), failing: z.int(), silent: z.int() })
      .meta({ description: '`GET /operations/reconcile/accounts` lists them.' }),
    gapsLastDay: z.object({ late: z.int(), missed: z.int() }),
    underWay: runAnswer.nullable().meta({ description: 'The run that an operator has asked for, while it runs.' }),
  })
  .meta({
    example: {
      isOn: true,
      intervalSeconds: 300,
      own: checkpointAnswer.meta()?.['example'],
      connected: { accounts: 0, failing: 0, silent: 0 },
      gapsLastDay: { late: 0, missed: 1 },
      underWay: null,
    },
  });

export type ReconcileStateAnswer = z.output<typeof reconcileStateAnswer>;

export const gapsQuery = pageQuery.extend({
  kind: z.enum(['late', 'missed']).optional().meta({ description: 'Both unless said.' }),
});

export type GapsQuery = z.output<typeof gapsQuery>;

export const checkpointsQuery = pageQuery.extend({
  state: z.enum(['failing', 'silent']).optional().meta({ description: 'All unless said.' }),
});

export type CheckpointsQuery = z.output<typeof checkpointsQuery>;
