import type { Invoice } from '../objects/invoice.js';
import type { EngineContext } from './context.js';
import { changeBalance } from './customer-balance.js';
import { invalidRequest } from './errors.js';
import { cannotFinalize } from './finalization-failure.js';
import { createPaymentIntent } from './new-payment-intent.js';
import { sharesOfInvoice } from './sharing-rules.js';
import { taxIdsOf } from './tax-ids.js';

/**
 * draft -> open: number, payment intent and the invoice payment that ties the two. Nothing to pay: -> paid at once.
 * Still a draft when it cannot be finalized: `invoice.finalization_failed`.
 */
export function finalizeInvoice(ctx: EngineContext, invoice: Invoice): Invoice {
  const { clock, record, store } = ctx;
  if (invoice.status !== 'draft')
    throw invalidRequest('This invoice is already finalized.', undefined, 'invoice_not_editable');
  const failed = cannotFinalize(ctx, invoice);
  if (failed) return failed;
  const customer = store.customers.get(invoice.customer);
  const balance = invoice.total + customer.balance;
  const due = Math.max(0, balance);
  if (due > 0) openPayment(ctx, invoice, due);
  const ending_balance = Math.min(0, balance);
  if (ending_balance !== customer.balance) {
    const reason = { type: 'applied_to_invoice', invoice: invoice.id } as const;
    changeBalance(ctx, customer, ending_balance - customer.balance, reason);
  }
  const url = `https://invoice.stripe.com/i/sandbox/${invoice.id}`;
  const { enabled } = invoice.automatic_tax;
  const patch: Partial<Invoice> = {
    amount_due: due,
    amount_remaining: due,
    automatic_tax: { ...invoice.automatic_tax, status: enabled ? 'complete' : null },
    automatically_finalizes_at: null,
    customer_tax_ids: taxIdsOf(ctx, customer.id),
    due_date: invoice.due_date === null ? null : clock.now() + invoice.due_date - invoice.created,
    effective_at: clock.now(),
    ending_balance,
    hosted_invoice_url: url,
    invoice_pdf: `${url}/pdf`,
    last_finalization_error: null,
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
    ...sharesOfInvoice(ctx, invoice, amount),
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
  const before = payment ? store.invoicePayments.get(payment) : undefined;
  if (before?.status === 'open') {
    const status_transitions = { canceled_at: null, paid_at: clock.now() };
    const done = { amount_paid: paid.amount_paid, status: 'paid', status_transitions } as const;
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

/** What is owed no more is not asked for either: its payment intent is canceled, and the invoice's payment with it. */
export function cancelPayment(ctx: EngineContext, invoice: string, reason: string): void {
  const { clock, record, store } = ctx;
  const payment = store.paymentOfInvoice.get(invoice);
  if (payment) {
    const status_transitions = { canceled_at: clock.now(), paid_at: null };
    record.step(store.invoicePayments, store.invoicePayments.get(payment), { status: 'canceled', status_transitions });
  }
  const intent = store.intentOfInvoice(invoice);
  if (!intent) return;
  const patch = {
    canceled_at: clock.now(),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  } as const;
  record.step(store.paymentIntents, intent, patch, 'payment_intent.canceled');
}
