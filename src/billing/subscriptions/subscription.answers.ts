import { z } from 'zod';
import { amountAnswer, time } from '../../common/schemas.js';

const itemAnswer = z.object({
  id: z.string(),
  plan: z.string().nullable(),
  price: z.string().nullable(),
  product: z.string().nullable(),
  quantity: z.int().nullable().meta({ description: 'Null for metered usage.' }),
  unitPrice: amountAnswer.nullable().meta({ description: 'Null for tiers.' }),
  interval: z.string().nullable(),
  intervalCount: z.int().nullable(),
});

/** A tenant's subscription. */
export const subscriptionAnswer = z
  .object({
    id: z.string(),
    status: z.string().nullable().meta({ description: 'In Stripe’s words: `active`, `trialing`, `past_due`, …' }),
    live: z.boolean().meta({ description: 'It has not ended.' }),
    items: z.array(itemAnswer),
    currentPeriodStart: time.nullable(),
    currentPeriodEnd: time.nullable(),
    trialEnd: time.nullable(),
    cancelling: z.boolean().meta({ description: 'It is going to end at `cancelAt`.' }),
    cancelAt: time.nullable(),
    canceledAt: time.nullable().meta({ description: 'When somebody decided so.' }),
    endedAt: time.nullable(),
    pendingChangeExpiresAt: time.nullable().meta({
      description: 'A change waits for its payment until then, and is dropped: the open invoice is to be paid.',
    }),
    createdAt: time.nullable(),
  })
  .meta({
    example: {
      id: 'sub_1TtEzB2eZvKYlo2C',
      status: 'active',
      live: true,
      items: [
        {
          id: 'si_Nh8sQ1Fz',
          plan: 'pro',
          price: 'price_1TtEzA2eZvKYlo2C',
          product: 'prod_Nh8sQ1Fz',
          quantity: 5,
          unitPrice: { amount: 2900, currency: 'usd' },
          interval: 'month',
          intervalCount: 1,
        },
      ],
      currentPeriodStart: '2026-08-01T12:00:00.000Z',
      currentPeriodEnd: '2026-09-01T12:00:00.000Z',
      trialEnd: null,
      cancelling: false,
      cancelAt: null,
      canceledAt: null,
      endedAt: null,
      pendingChangeExpiresAt: null,
      createdAt: '2026-08-01T12:00:00.000Z',
    },
  });

export type SubscriptionAnswer = z.output<typeof subscriptionAnswer>;

/** What a change would cost. */
export const changePreview = z
  .object({
    billedNow: z.boolean().meta({ description: 'Else with the next invoice, whose other lines are here too.' }),
    subtotal: amountAnswer,
    total: amountAnswer.meta({ description: 'With discounts and taxes; negative: a credit for later invoices.' }),
    amountDue: amountAnswer.meta({ description: 'What is charged, once credit is used up.' }),
    lines: z.array(
      z.object({
        description: z.string().nullable(),
        amount: amountAnswer.nullable(),
        proration: z.boolean().meta({ description: 'Part of a period: unused time is negative.' }),
        quantity: z.int().nullable(),
        periodStart: time.nullable(),
        periodEnd: time.nullable(),
      }),
    ),
    linesComplete: z.boolean(),
  })
  .meta({
    example: {
      billedNow: true,
      subtotal: { amount: 1000, currency: 'usd' },
      total: { amount: 1000, currency: 'usd' },
      amountDue: { amount: 1000, currency: 'usd' },
      lines: [
        {
          description: 'Unused time on Basic',
          amount: { amount: -450, currency: 'usd' },
          proration: true,
          quantity: 1,
          periodStart: '2026-08-16T12:00:00.000Z',
          periodEnd: '2026-09-01T12:00:00.000Z',
        },
      ],
      linesComplete: true,
    },
  });

export type ChangePreview = z.output<typeof changePreview>;
