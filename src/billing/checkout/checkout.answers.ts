import { z } from 'zod';
import { amountAnswer, time } from '../../common/schemas.js';

/** A session that has just been made. */
export const openedSession = z
  .object({
    id: z.string(),
    url: z.string().nullable().meta({ description: 'Stripe’s page: send the browser there.' }),
    mode: z.enum(['subscription', 'payment']),
    plan: z.string(),
    price: z.string(),
    expiresAt: time,
  })
  .meta({
    example: {
      id: 'cs_test_a1B2c3D4',
      url: 'https://checkout.stripe.com/c/pay/cs_test_a1B2c3D4',
      mode: 'subscription',
      plan: 'pro',
      price: 'price_1TtEzA2eZvKYlo2C',
      expiresAt: '2026-08-02T12:00:00.000Z',
    },
  });

export type OpenedSession = z.output<typeof openedSession>;

/** What became of a session, as far as Stripe has told. */
export const checkoutState = z
  .object({
    id: z.string(),
    status: z.string().meta({ description: '`open`, `complete` or `expired`.' }),
    paymentStatus: z.string().nullable().meta({ description: '`paid`, `unpaid` or `no_payment_required`.' }),
    paid: z.boolean().meta({ description: 'Paid, or nothing was to be paid now (a trial).' }),
    active: z.boolean().meta({ description: 'What was bought can be used: entitlements show it.' }),
    mode: z.string().nullable(),
    subscription: z.string().nullable(),
    subscriptionStatus: z.string().nullable(),
    paymentIntent: z.string().nullable(),
    total: amountAnswer.nullable(),
    expiresAt: time.nullable(),
  })
  .meta({
    example: {
      id: 'cs_test_a1B2c3D4',
      status: 'complete',
      paymentStatus: 'paid',
      paid: true,
      active: true,
      mode: 'subscription',
      subscription: 'sub_1TtEzB2eZvKYlo2C',
      subscriptionStatus: 'active',
      paymentIntent: null,
      total: { amount: 14500, currency: 'usd' },
      expiresAt: '2026-08-02T12:00:00.000Z',
    },
  });

export type CheckoutState = z.output<typeof checkoutState>;
