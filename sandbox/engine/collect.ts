import { type Invoice, subscriptionOf } from '../objects/invoice.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { sendInvoice } from './invoice-due.js';
import { finalizeInvoice, recordFailed, recordPaid } from './invoice-steps.js';
import { attemptPayment } from './payment-attempt.js';
import { PaymentMethods } from './payment-methods.js';
import { subscriptionFailed, subscriptionPaid } from './subscription-payment.js';

/** Days after each failure until the next attempt; after the last one the settings decide. */
const RETRY_DAYS = [3, 5, 7];
const DAY = 86_400;

/** Finalizes a draft and, if money is due, takes it, or asks the customer for it. */
export function finalizeAndPay(ctx: EngineContext, draft: Invoice): Invoice {
  const open = finalize(ctx, draft);
  return open.status === 'open' && open.collection_method === 'charge_automatically' ? payInvoice(ctx, open.id) : open;
}

/** The same, unless somebody was faster: for drafts that are finalized by themselves after a while. */
export function finalizeWaiting(ctx: EngineContext, id: string): void {
  const invoice = ctx.store.invoices.find(id);
  if (invoice?.status === 'draft' && invoice.auto_advance) finalizeAndPay(ctx, invoice);
}

export function finalize(ctx: EngineContext, draft: Invoice): Invoice {
  const finalized = finalizeInvoice(ctx, draft);
  if (finalized.status === 'paid') subscriptionPaid(ctx, finalized);
  if (finalized.status === 'open') sendInvoice(ctx, finalized);
  return finalized;
}

/** One attempt with the given or the default payment method. A decline shows in the events and the status, it is not thrown. */
export function payInvoice(ctx: EngineContext, id: string, paymentMethod?: string): Invoice {
  const { store } = ctx;
  const invoice = store.invoices.get(id);
  if (invoice.status === 'draft') return finalizeAndPay(ctx, invoice);
  if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid', undefined, 'invoice_already_paid');
  if (invoice.status === 'void') throw invalidRequest('Voided invoices cannot be paid.');
  const intent = store.intentOfInvoice(id);
  const token = paymentMethod ?? defaultPaymentMethod(ctx, invoice);
  if (!intent || intent.status === 'processing')
    throw invalidRequest('A payment for this invoice is already under way.');
  if (!token) return failed(ctx, invoice, false);
  settleInvoice(ctx, attemptPayment(ctx, intent, new PaymentMethods(ctx).resolve(token)));
  return store.invoices.get(id);
}

/** An attempt on an invoice's payment intent has ended (or waits for the customer): the invoice and its subscription follow. */
export function settleInvoice(ctx: EngineContext, intent: PaymentIntent): void {
  const id = ctx.store.invoiceOfIntent(intent.id);
  const invoice = id ? ctx.store.invoices.find(id) : undefined;
  if (!invoice || intent.status === 'processing') return;
  if (intent.status === 'succeeded') subscriptionPaid(ctx, recordPaid(ctx, invoice));
  else failed(ctx, invoice, intent.status === 'requires_action');
}

function defaultPaymentMethod({ store }: EngineContext, invoice: Invoice): string | null {
  const subscription = store.subscriptions.find(subscriptionOf(invoice));
  const customer = store.customers.get(invoice.customer);
  return subscription?.default_payment_method ?? customer.invoice_settings.default_payment_method;
}

function failed(ctx: EngineContext, invoice: Invoice, actionRequired: boolean): Invoice {
  const next = nextAttempt(ctx, invoice);
  const after = recordFailed(ctx, invoice, next, actionRequired);
  subscriptionFailed(ctx, after);
  if (next !== null) ctx.schedule.at(next, () => retry(ctx, after.id, next));
  return after;
}

/** The first invoice is not retried by itself: its subscription is incomplete and expires. */
function nextAttempt({ clock }: EngineContext, invoice: Invoice): number | null {
  const days = RETRY_DAYS[invoice.attempt_count];
  const collected = invoice.auto_advance && invoice.collection_method === 'charge_automatically';
  const automatic = collected && invoice.billing_reason !== 'subscription_create';
  return automatic && days !== undefined ? clock.now() + days * DAY : null;
}

function retry(ctx: EngineContext, id: string, planned: number): void {
  const invoice = ctx.store.invoices.find(id);
  if (invoice?.status !== 'open' || invoice.next_payment_attempt !== planned) return;
  if (ctx.store.intentOfInvoice(id)?.status !== 'processing') payInvoice(ctx, id);
}
