import { z } from 'zod';
import type { Cursor } from '../../common/cursor.js';
import { moneyOf } from '../../common/money.js';
import { amountAnswer, pageAnswer, time } from '../../common/schemas.js';
import { ownPage } from '../../tenants/own-page.sql.js';
import { means, type Means } from './means.answer.js';

/** With the latest charge, which knows what was paid with; its invoice is in another table since 2025-03-31.basil. */
export const OWN_PAYMENTS = ownPage({
  from: `payment_intents AS object
         LEFT JOIN charges AS charge ON charge.account = object.account AND charge.id = object.charge_id`,
  columns: `object.status, object.currency, object.amount::float8 AS amount,
            object.amount_received::float8 AS "amountReceived", charge.amount_refunded::float8 AS "amountRefunded",
            COALESCE(charge.disputed, false) AS disputed, object.charge_id AS charge,
            COALESCE(object.invoice_id, (
              SELECT invoice_id FROM invoice_payments AS paid
               WHERE paid.account = object.account AND paid.payment_intent_id = object.id AND paid.deleted_at IS NULL
               ORDER BY paid.id COLLATE "C" LIMIT 1
            )) AS invoice,
            object.description, object.failure_code AS "failureCode", object.decline_code AS "declineCode",
            charge.payment_method_type AS type, charge.brand, charge.last4, charge.exp_month AS "expMonth",
            charge.exp_year AS "expYear", charge.receipt_url AS "receiptUrl"`,
});

export interface OwnPaymentRow extends Cursor, Means {
  readonly status: string | null;
  readonly currency: string | null;
  /** Minor units, as the other amounts. */
  readonly amount: number | null;
  readonly amountReceived: number | null;
  readonly amountRefunded: number | null;
  readonly disputed: boolean;
  readonly charge: string | null;
  readonly invoice: string | null;
  readonly description: string | null;
  readonly failureCode: string | null;
  readonly declineCode: string | null;
  readonly receiptUrl: string | null;
}

export const paymentAnswer = z
  .object({
    id: z.string(),
    status: z.string().nullable().meta({ description: 'Of the payment intent: `succeeded`, `processing`, …' }),
    amount: amountAnswer.nullable(),
    amountReceived: amountAnswer.nullable(),
    amountRefunded: amountAnswer.nullable(),
    disputed: z.boolean(),
    charge: z.string().nullable(),
    invoice: z.string().nullable(),
    description: z.string().nullable(),
    failureCode: z.string().nullable().meta({ description: 'Why the last attempt failed, as the next.' }),
    declineCode: z.string().nullable(),
    ...means,
    receiptUrl: z.string().nullable(),
    createdAt: time,
  })
  .meta({
    example: {
      id: 'pi_3TtEzB2eZvKYlo2C',
      status: 'succeeded',
      amount: { amount: 14500, currency: 'usd' },
      amountReceived: { amount: 14500, currency: 'usd' },
      amountRefunded: { amount: 0, currency: 'usd' },
      disputed: false,
      charge: 'ch_3TtEzB2eZvKYlo2C',
      invoice: 'in_1TtEzB2eZvKYlo2C',
      description: 'Subscription update',
      failureCode: null,
      declineCode: null,
      type: 'card',
      brand: 'visa',
      last4: '4242',
      expMonth: 12,
      expYear: 2030,
      receiptUrl: 'https://pay.stripe.com/receipts/payment/a1B2',
      createdAt: '2026-08-01T12:00:00.000Z',
    },
  });

export const paymentsAnswer = pageAnswer(paymentAnswer);

export function showPayment({ created, currency, ...row }: OwnPaymentRow): z.output<typeof paymentAnswer> {
  return {
    ...row,
    amount: moneyOf(row.amount, currency),
    amountReceived: moneyOf(row.amountReceived, currency),
    amountRefunded: moneyOf(row.amountRefunded, currency),
    createdAt: created.toISOString(),
  };
}
