import { ShapeError } from '../../common/errors.js';
import { moneyOf, type Money } from '../../common/money.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import { toInvoice } from '../invoices/invoice.mapper.js';
import type { ChangePreview } from './subscription.answers.js';

/** @param invoice as docs.stripe.com/api/invoices/create_preview answers. @throws {ShapeError} */
export function previewOf(invoice: StripeObject): ChangePreview {
  const { billingReason, currency, subtotal, total, amountDue, lines, linesComplete } = toInvoice(invoice);
  return {
    billedNow: billingReason === 'subscription_update',
    subtotal: known(subtotal, currency, 'subtotal'),
    total: known(total, currency, 'total'),
    amountDue: known(amountDue, currency, 'amount_due'),
    lines: lines.map((line) => ({
      description: line.description,
      amount: moneyOf(line.amount, line.currency ?? currency),
      proration: line.proration === true,
      quantity: line.quantity,
      periodStart: line.periodStart?.toISOString() ?? null,
      periodEnd: line.periodEnd?.toISOString() ?? null,
    })),
    linesComplete: linesComplete !== false,
  };
}

function known(amount: number | null, currency: string | null, field: string): Money {
  const money = moneyOf(amount, currency);
  if (money) return money;
  throw new ShapeError(field, 'an amount');
}
