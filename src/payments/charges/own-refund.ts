import { z } from 'zod';
import type { Cursor } from '../../common/cursor.js';
import { moneyOf } from '../../common/money.js';
import { amountAnswer, pageAnswer, time } from '../../common/schemas.js';
import { ownPage } from '../../tenants/own-page.sql.js';

/** A refund knows its charge, and the charge its customer: a page looks at all of its charges, 20 ms for 10,000. */
export const OWN_REFUNDS = ownPage({
  from: `charges AS charge
         JOIN refunds AS object ON object.account = charge.account AND object.charge_id = charge.id`,
  owner: 'charge',
  columns: `object.status, object.reason, object.currency, object.amount::float8 AS amount,
            object.charge_id AS charge, COALESCE(object.payment_intent_id, charge.payment_intent_id) AS "paymentIntent",
            object.failure_reason AS "failureReason"`,
});

export interface OwnRefundRow extends Cursor {
  readonly status: string | null;
  readonly reason: string | null;
  readonly currency: string | null;
  /** Minor units. */
  readonly amount: number | null;
  readonly charge: string | null;
  readonly paymentIntent: string | null;
  readonly failureReason: string | null;
}

export const refundListed = z
  .object({
    id: z.string(),
    status: z.string().nullable().meta({ description: '`pending`, `succeeded`, `failed`, …: it can fail after all.' }),
    reason: z.string().nullable(),
    amount: amountAnswer.nullable(),
    charge: z.string().nullable(),
    paymentIntent: z.string().nullable(),
    failureReason: z.string().nullable(),
    createdAt: time,
  })
  .meta({
    example: {
      id: 're_3TtEzB2eZvKYlo2C',
      status: 'succeeded',
      reason: 'requested_by_customer',
      amount: { amount: 500, currency: 'usd' },
      charge: 'ch_3TtEzB2eZvKYlo2C',
      paymentIntent: 'pi_3TtEzB2eZvKYlo2C',
      failureReason: null,
      createdAt: '2026-08-02T12:00:00.000Z',
    },
  });

export const refundsListed = pageAnswer(refundListed);

export const showRefund = ({ created, currency, ...row }: OwnRefundRow): z.output<typeof refundListed> => ({
  ...row,
  amount: moneyOf(row.amount, currency),
  createdAt: created.toISOString(),
});
