import { z } from 'zod';
import type { Cursor } from '../../common/cursor.js';
import { moneyOf } from '../../common/money.js';
import { amountAnswer, pageAnswer, time } from '../../common/schemas.js';
import { ownPage } from '../../tenants/own-page.sql.js';

/** Drafts are not the customer's business: they may yet become anything. */
export const OWN_INVOICES = ownPage({
  from: 'invoices AS object',
  condition: `object.status IS DISTINCT FROM 'draft'`,
  columns: `object.number, object.status, object.subscription_id AS subscription,
            object.billing_reason AS "billingReason", object.currency, object.total::float8 AS total,
            object.amount_due::float8 AS "amountDue", object.amount_paid::float8 AS "amountPaid",
            object.amount_remaining::float8 AS "amountRemaining", object.due_date AS "dueAt",
            object.paid_at AS "paidAt", object.period_start AS "periodStart", object.period_end AS "periodEnd",
            object.hosted_invoice_url AS "hostedInvoiceUrl", object.invoice_pdf AS "invoicePdf"`,
});

export interface OwnInvoiceRow extends Cursor {
  readonly number: string | null;
  readonly status: string | null;
  readonly subscription: string | null;
  readonly billingReason: string | null;
  readonly currency: string | null;
  /** Minor units, as the other amounts. */
  readonly total: number | null;
  readonly amountDue: number | null;
  readonly amountPaid: number | null;
  readonly amountRemaining: number | null;
  readonly dueAt: Date | null;
  readonly paidAt: Date | null;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  readonly hostedInvoiceUrl: string | null;
  readonly invoicePdf: string | null;
}

const money = amountAnswer.nullable();

export const invoiceAnswer = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    status: z.string().nullable().meta({ description: '`open`, `paid`, `uncollectible` or `void`.' }),
    subscription: z.string().nullable(),
    billingReason: z.string().nullable(),
    total: money,
    amountDue: money,
    amountPaid: money,
    amountRemaining: money,
    createdAt: time,
    dueAt: time.nullable().meta({ description: 'Of invoices that are sent.' }),
    paidAt: time.nullable(),
    periodStart: time.nullable(),
    periodEnd: time.nullable(),
    hostedInvoiceUrl: z.string().nullable().meta({ description: 'Where it can be seen and paid.' }),
    invoicePdf: z.string().nullable(),
  })
  .meta({
    example: {
      id: 'in_1TtEzB2eZvKYlo2C',
      number: 'B7F3D2A1-0001',
      status: 'paid',
      subscription: 'sub_1TtEzB2eZvKYlo2C',
      billingReason: 'subscription_cycle',
      total: { amount: 14500, currency: 'usd' },
      amountDue: { amount: 14500, currency: 'usd' },
      amountPaid: { amount: 14500, currency: 'usd' },
      amountRemaining: { amount: 0, currency: 'usd' },
      createdAt: '2026-08-01T12:00:00.000Z',
      dueAt: null,
      paidAt: '2026-08-01T13:00:00.000Z',
      periodStart: '2026-07-01T12:00:00.000Z',
      periodEnd: '2026-08-01T12:00:00.000Z',
      hostedInvoiceUrl: 'https://invoice.stripe.com/i/acct_1/test_a1B2',
      invoicePdf: 'https://pay.stripe.com/invoice/acct_1/test_a1B2/pdf',
    },
  });

export const invoicesAnswer = pageAnswer(invoiceAnswer);

export function showInvoice({ created, currency, ...row }: OwnInvoiceRow): z.output<typeof invoiceAnswer> {
  return {
    ...row,
    total: moneyOf(row.total, currency),
    amountDue: moneyOf(row.amountDue, currency),
    amountPaid: moneyOf(row.amountPaid, currency),
    amountRemaining: moneyOf(row.amountRemaining, currency),
    createdAt: created.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    paidAt: row.paidAt?.toISOString() ?? null,
    periodStart: row.periodStart?.toISOString() ?? null,
    periodEnd: row.periodEnd?.toISOString() ?? null,
  };
}
