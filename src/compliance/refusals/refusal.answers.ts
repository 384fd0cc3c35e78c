import { z } from 'zod';
import { moneyOf } from '../../common/money.js';
import { amountAnswer, pageAnswer, time } from '../../common/schemas.js';
import type { RefusalRow } from './held-request.repository.js';

const refusalAnswer = z
  .object({
    id: z.string(),
    action: z.enum(['checkout', 'refund']),
    tenant: z.string().nullable(),
    customer: z.string().nullable(),
    price: z.string().nullable(),
    charge: z.string().nullable(),
    amount: amountAnswer.nullable().meta({ description: 'What it came to the last time, where that is known.' }),
    holds: z
      .array(z.object({ id: z.string(), kind: z.string() }))
      .meta({ description: 'What was in the way: rules, and objects of Stripe’s.' }),
    caller: z.object({ kind: z.enum(['user', 'key']), id: z.string() }),
    times: z.int().meta({ description: 'How often the same was asked for within an hour, of whatever amount.' }),
    requestId: z.string().nullable().meta({ description: 'Of the last time: what the buyer was told.' }),
    createdAt: time,
    lastAt: time,
  })
  .meta({
    example: {
      id: 'refusal_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11',
      action: 'checkout',
      tenant: 'tenant_42',
      customer: 'cus_TtEzA2eZvKYlo2',
      price: 'price_1TtEzA2eZvKYlo2C',
      charge: null,
      amount: { amount: 250_000, currency: 'usd' },
      holds: [{ id: 'rule_8a3b4f0e9c581d0f5f6c2f11', kind: 'rule' }],
      caller: { kind: 'user', id: 'user_7' },
      times: 2,
      requestId: 'req_0b2c7a54-6d2e-4a35-9d0e-3f2f6b1f4c11',
      createdAt: '2026-08-01T12:00:00.000Z',
      lastAt: '2026-08-01T12:03:11.201Z',
    },
  });

export const refusalsAnswer = pageAnswer(refusalAnswer);

export type RefusalAnswer = z.output<typeof refusalAnswer>;

export const showRefusal = (row: RefusalRow): RefusalAnswer => {
  const { amount, currency, callerKind, callerId, created, lastAt, holds, ...rest } = row;
  return {
    ...rest,
    amount: moneyOf(amount, currency),
    holds: [...holds],
    caller: { kind: callerKind, id: callerId },
    createdAt: created.toISOString(),
    lastAt: lastAt.toISOString(),
  };
};
