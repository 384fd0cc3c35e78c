import type { Invoice } from '../objects/invoice.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { createPaymentIntent } from './new-payment-intent.js';

/** draft -> open: number, payment intent and the invoice payment that ties the two. Nothing to pay: -> paid at once. */
export function finalizeInvoice(ctx: EngineContext, invoice: Invoice): Invoice {
  const { clock, record, store } = ctx;
  if (invoice.status !== 'draft')
    throw invalidRequest('This invoice is already finalized.', undefined, 'invoice_not_editable');
  const customer = store.customers.get(invoice.customer);
  const balance = invoice.total + customer.balance;
  const due = Math.max(0, balance);
  if (due > 0) openPayment(ctx, invoice, due);
  const ending_balance = Math.min(0, balance);
  record.update(store.customers, customer, { balance: ending_balance }, 'customer.updated');
  const url = `https://invoice.stripe.com/i/sandbox/${invoice.id}`;
  const patch: Partial<Invoice> = {
    amount_due: due,
    amount_remaining: due,
    automatically_finalizes_at: null,
    effective_at: clock.now(),
    ending_balance,
    hosted_invoice_url: url,
    invoice_pdf: `${url}/pdf`,
    number: store.nextInvoiceNumber(),
    starting_balance: customer.balance,
    status: 'open',
    status_transitions: { ...invoice.status_transitions, finalized_at: clock.now() },
  };
  const open = record.update(store.invoices, invoice, patch, 'invoice.updated');
  record.emit('invoice.finalized', open);
  return due === 0 ? recordPaid(ctx, open) : open;
}

function openPayment(ctx: EngineContext, invoice: Invoice, amount: number): void {
  const { clock, ids, record, store } = ctx;
  const id = ids.timed('inpay');
  const intent = ids.timed('pi');
  store.paymentOfIntent.set(intent, id);
  store.paymentOfInvoice.set(invoice.id, id);
  record.create(store.invoicePayments, {
    id,
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: clock.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
  createPaymentIntent(ctx, {
    id: intent,
    amount,
    currency: invoice.currency,
    customer: invoice.customer,
    description: 'Subscription invoice',
    setup_future_usage: 'off_session',
  });
}

/** `invoice.updated`, `invoice.paid`, `invoice.payment_succeeded` (equal snapshots), then `invoice_payment.paid`. */
export function recordPaid(ctx: EngineContext, invoice: Invoice): Invoice {
  const { clock, record, store } = ctx;
  const patch: Partial<Invoice> = {
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: invoice.amount_due > 0 ? invoice.attempt_count + 1 : invoice.attempt_count,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: clock.now() },
    webhooks_delivered_at: invoice.webhooks_delivered_at ?? clock.now(),
  };
  const paid = record.update(store.invoices, invoice, patch, 'invoice.updated');
  record.emit('invoice.paid', paid);
  record.emit('invoice.payment_succeeded', paid);
  const payment = store.paymentOfInvoice.get(invoice.id);
  if (payment) {
    const before = store.invoicePayments.get(payment);
    const status_transitions = { canceled_at: null, paid_at: clock.now() };
    const done = { amount_paid: before.amount_requested, status: 'paid', status_transitions } as const;
    record.step(store.invoicePayments, before, done, 'invoice_payment.paid');
  }
  return paid;
}

/** @param nextAttempt seconds UTC, null when there will be no further automatic one */
export function recordFailed(
  ctx: EngineContext,
  invoice: Invoice,
  nextAttempt: number | null,
  actionRequired: boolean,
): Invoice {
  const { clock, record, store } = ctx;
  const patch: Partial<Invoice> = {
    attempt_count: invoice.attempt_count + 1,
    attempted: true,
    next_payment_attempt: nextAttempt,
    webhooks_delivered_at: invoice.webhooks_delivered_at ?? clock.now(),
  };
  const failed = record.update(store.invoices, invoice, patch, 'invoice.updated');
  if (actionRequired) record.emit('invoice.payment_action_required', failed);
  record.emit('invoice.payment_failed', failed);
  return failed;
}
