import type { Invoice } from '../objects/invoice.js';
import type { EngineContext } from './context.js';
import { cancelPayment, recordPaid } from './invoice-steps.js';
import { subscriptionPaid } from './subscription-payment.js';

/**
 * `invoice.updated` with less to pay; nothing left: paid, without a payment. The payment intent asks for the new amount
 * with its next attempt (Stripe has no event that tells of it before).
 *
 * @param amount minor units
 */
export function reduceOpenInvoice(ctx: EngineContext, invoice: Invoice, amount: number): void {
  const reduced = adjust(ctx, invoice, -amount);
  if (reduced.amount_remaining > 0) return;
  cancelPayment(ctx, invoice.id, 'automatic');
  subscriptionPaid(ctx, recordPaid(ctx, reduced));
}

/** @param amount minor units */
export function restoreOpenInvoice(ctx: EngineContext, invoice: Invoice, amount: number): void {
  adjust(ctx, invoice, amount);
}

function adjust({ record, store }: EngineContext, invoice: Invoice, change: number): Invoice {
  const payment = store.paymentOfInvoice.get(invoice.id);
  const amount_remaining = invoice.amount_remaining + change;
  if (payment) {
    record.step(store.invoicePayments, store.invoicePayments.get(payment), { amount_requested: amount_remaining });
  }
  const patch: Partial<Invoice> = {
    amount_due: invoice.amount_due + change,
    amount_remaining,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount - change,
  };
  return record.update(store.invoices, invoice, patch, 'invoice.updated');
}
