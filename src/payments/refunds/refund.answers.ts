import { z } from 'zod';
import { moneyOf } from '../../common/money.js';
import { refundListed } from '../charges/own-refund.js';

/** As `GET /stripe/refunds` lists it, and what it was asked for by. */
export const refundAnswer = refundListed
  .extend({
    id: z.string().meta({
      description: 'Stripe’s `re_…`; while Stripe has made none, the request’s. Both are found, for ever.',
    }),
    request: z.string().nullable().meta({ description: '`rfr_…`; null for a refund that was made elsewhere.' }),
    status: z.string().nullable().meta({
      description:
        'Stripe’s (`pending`, `requires_action`, `succeeded`, `failed`, `canceled`: it can fail after all), else ours: `pending` (on its way to Stripe), `unknown` (Stripe did not answer; it is being found out), `refused` (Stripe refused it), `not_made` (it never got to Stripe), `made` (an operator says so, and Stripe tells nothing of it).',
    }),
    stripeCode: z.string().nullable().meta({ description: 'Why Stripe refused it, where it has a code.' }),
  })
  .meta({
    example: {
      id: 're_3TtEzB2eZvKYlo2C',
      request: 'rfr_0b2c7a546d2e4a359d0e3f2f6b1f4c11',
      status: 'succeeded',
      reason: 'requested_by_customer',
      amount: { amount: 500, currency: 'usd' },
      charge: 'ch_3TtEzB2eZvKYlo2C',
      paymentIntent: 'pi_3TtEzB2eZvKYlo2C',
      failureReason: null,
      stripeCode: null,
      createdAt: '2026-08-02T12:00:00.000Z',
    },
  });

export type RefundAnswer = z.output<typeof refundAnswer>;

/** A refund, a request, or both. */
export interface RefundRow extends Omit<RefundAnswer, 'amount' | 'createdAt'> {
  readonly currency: string | null;
  /** Minor units. */
  readonly amount: number | null;
  readonly createdAt: Date;
}

export const showRefundState = ({ currency, createdAt, ...row }: RefundRow): RefundAnswer => ({
  ...row,
  amount: moneyOf(row.amount, currency),
  createdAt: createdAt.toISOString(),
});
