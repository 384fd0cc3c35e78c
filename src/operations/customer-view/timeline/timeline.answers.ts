import { z } from 'zod';
import { pageAnswer, time } from '../../../common/schemas.js';

export const HAPPENING_KINDS = ['event', 'change', 'action', 'notification'] as const;

const tenantState = z
  .record(z.string(), z.unknown())
  .meta({ description: 'The fields that changed: plan, status, features, …' });

/** One thing that happened to a customer; of `event`, `change`, `action` and `notification` the one that `kind` names. */
const happeningAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(HAPPENING_KINDS),
    at: time.meta({ description: 'Of an event Stripe’s own time, to the second; of all else ours.' }),
    text: z.string().meta({ description: 'One line for a person.' }),
    object: z
      .object({ type: z.string(), id: z.string() })
      .nullable()
      .meta({ description: 'What it happened to, in Stripe’s words where it is Stripe’s.' }),
    event: z
      .object({
        id: z.string(),
        type: z.string(),
        status: z.string(),
        verdict: z.string().nullable(),
        source: z.string(),
        receivedAt: time,
      })
      .nullable(),
    change: z
      .object({ before: tenantState, after: tenantState, causedBy: z.string().nullable() })
      .nullable()
      .meta({ description: 'Of the tenant. `causedBy`: the event, null for none.' }),
    action: z
      .object({
        action: z.string(),
        actor: z.object({ kind: z.string(), id: z.string() }),
        outcome: z.string().nullable(),
        requestId: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'What somebody asked for; a row of the audit log.' }),
    notification: z
      .object({ topic: z.string(), status: z.string(), attempts: z.int() })
      .nullable()
      .meta({ description: 'A message that was due; to whom, and what it said, is not kept.' }),
  })
  .meta({
    example: {
      id: 'event-1207',
      kind: 'event',
      at: '2026-08-01T12:00:00.000Z',
      text: 'invoice.payment_failed: applied',
      object: { type: 'invoice', id: 'in_1TtEzB2eZvKYlo2C' },
      event: {
        id: 'evt_1TtEzB2eZvKYlo2C',
        type: 'invoice.payment_failed',
        status: 'processed',
        verdict: 'applied',
        source: 'webhook',
        receivedAt: '2026-08-01T12:00:01.120Z',
      },
      change: null,
      action: null,
      notification: null,
    },
  });

export type HappeningAnswer = z.output<typeof happeningAnswer>;

export const timelineAnswer = pageAnswer(happeningAnswer);
