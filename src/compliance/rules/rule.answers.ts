import { z } from 'zod';
import { moneyOf } from '../../common/money.js';
import { amountAnswer, pageAnswer, time } from '../../common/schemas.js';
import type { RuleRow } from './rule.repository.js';

export const ruleAnswer = z
  .object({
    id: z.string(),
    effect: z.enum(['hold', 'refuse']),
    action: z.enum(['checkout', 'refund']).nullable().meta({ description: 'Null: both.' }),
    tenant: z.string().nullable(),
    customer: z.string().nullable(),
    product: z.string().nullable(),
    price: z.string().nullable(),
    country: z.string().nullable(),
    category: z.string().nullable(),
    atLeast: amountAnswer.nullable(),
    reason: z.string(),
    note: z.string().nullable(),
    createdAt: time,
    createdBy: z.string().meta({ description: 'A user’s id, or a key’s.' }),
    endedAt: time.nullable(),
    endedBy: z.string().nullable(),
    endReason: z.string().nullable(),
  })
  .meta({
    example: {
      id: 'rule_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11',
      effect: 'hold',
      action: 'checkout',
      tenant: null,
      customer: null,
      product: null,
      price: null,
      country: 'US',
      category: 'weapons',
      atLeast: { amount: 100_000, currency: 'usd' },
      reason: 'Licence needed above $1,000',
      note: null,
      createdAt: '2026-08-01T12:00:00.000Z',
      createdBy: 'key_0f5a9f5e8a3b4f0e9c',
      endedAt: null,
      endedBy: null,
      endReason: null,
    },
  });

export const rulesAnswer = pageAnswer(ruleAnswer);

export type RuleAnswer = z.output<typeof ruleAnswer>;

export const showRule = ({ created, amount, currency, endedAt, ...row }: RuleRow): RuleAnswer => ({
  ...row,
  atLeast: moneyOf(amount, currency),
  createdAt: created.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});
