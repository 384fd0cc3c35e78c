import { z } from 'zod';
import type { Cursor } from '../../common/cursor.js';
import { pageAnswer, text, time } from '../../common/schemas.js';
import type { HeldAction } from '../held.repository.js';

const HOLD_KINDS = [
  'rule',
  'early_fraud_warning',
  'review',
  'fraud_review',
  'inquiry',
  'dispute',
  'lost_dispute',
] as const;

export type HoldKind = (typeof HOLD_KINDS)[number];

const kind = z.enum(HOLD_KINDS);

const holdAnswer = z
  .object({
    id: z.string(),
    kind,
    effect: z.enum(['hold', 'refuse']),
    actions: z.array(z.enum(['checkout', 'refund'])),
    reason: z.string().nullable().meta({ description: 'The rule’s, or Stripe’s word for it.' }),
    tenant: z.string().nullable(),
    customer: z.string().nullable(),
    charge: z.string().nullable(),
    paymentIntent: z.string().nullable(),
    createdAt: time,
  })
  .meta({
    example: {
      id: 'dp_1TtEzB2eZvKYlo2C',
      kind: 'dispute',
      effect: 'hold',
      actions: ['checkout'],
      reason: 'fraudulent',
      tenant: 'tenant_42',
      customer: 'cus_TtEzA2eZvKYlo2',
      charge: 'ch_3TtEzB2eZvKYlo2C',
      paymentIntent: 'pi_3TtEzB2eZvKYlo2C',
      createdAt: '2026-08-02T12:00:00.000Z',
    },
  });

export const holdsAnswer = pageAnswer(holdAnswer);

export type HoldAnswer = z.output<typeof holdAnswer>;

export interface HoldRow extends Cursor {
  readonly kind: HoldKind;
  readonly effect: 'hold' | 'refuse';
  readonly actions: readonly HeldAction[];
  readonly reason: string | null;
  readonly tenant: string | null;
  readonly customer: string | null;
  readonly charge: string | null;
  readonly paymentIntent: string | null;
}

export const showHold = ({ created, actions, ...row }: HoldRow): HoldAnswer => ({
  ...row,
  actions: [...actions],
  createdAt: created.toISOString(),
});

export const holdId = z
  .string()
  .regex(/^[a-z]{2,10}_[A-Za-z0-9_]{1,250}$/, 'must be the id of a hold')
  .meta({ example: 'dp_1TtEzB2eZvKYlo2C' });

export const releaseBody = z
  .strictObject({
    kind: kind.meta({ description: 'As you saw it. What has become something else since is not released.' }),
    reason: text(500),
    tenant: text(500).optional().meta({ description: 'Of a rule, and of nothing else: whom to let through.' }),
  })
  .meta({ example: { kind: 'dispute', reason: 'The cardholder called: it was his son.' } });

export type ReleaseBody = z.output<typeof releaseBody>;

export const releaseAnswer = z
  .object({
    hold: z.string(),
    kind,
    tenant: z.string().nullable(),
    reason: z.string(),
    releasedAt: time,
    releasedBy: z.string().meta({ description: 'A user’s id, or a key’s.' }),
  })
  .meta({
    example: {
      hold: 'dp_1TtEzB2eZvKYlo2C',
      kind: 'dispute',
      tenant: null,
      reason: 'The cardholder called: it was his son.',
      releasedAt: '2026-08-03T09:00:00.000Z',
      releasedBy: 'user_7',
    },
  });

export type ReleaseAnswer = z.output<typeof releaseAnswer>;
