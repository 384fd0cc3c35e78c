import type { Customer } from '../objects/customer.js';
import { type Invoice, isPastDue, subscriptionOf } from '../objects/invoice.js';
import type { Subscription, SubscriptionStatus } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { applyPendingUpdate, forgetPendingUpdate } from './pending-update.js';
import { stopSchedule } from './schedule-end.js';
import { endSubscription } from './subscription-end.js';

/** What a paid invoice does to its subscription: incomplete, past_due, unpaid and paused become active again. */
export function subscriptionPaid(ctx: EngineContext, invoice: Invoice): void {
  const { record, store } = ctx;
  const subscription = store.subscriptions.find(subscriptionOf(invoice));
  if (!subscription || subscription.ended_at !== null) return;
  if (latestIsPaid(ctx, subscription, invoice)) {
    if (subscription.status === 'paused') resumed(ctx, subscription);
    else if (['incomplete', 'past_due', 'unpaid'].includes(subscription.status)) setStatus(ctx, subscription, 'active');
  }
  if (subscription.latest_invoice === invoice.id) applyPendingUpdate(ctx, subscription.id);
  const customer = store.customers.find(invoice.customer);
  if (customer?.delinquent && !hasOverdue(ctx, customer))
    record.update(store.customers, customer, { delinquent: false }, 'customer.updated');
}

/** `customer.subscription.updated` and, with the same snapshot, `customer.subscription.resumed`. */
export function resumed({ record, store }: EngineContext, subscription: Subscription): Subscription {
  const patch = { status: 'active', status_details: null } as const;
  const active = record.update(store.subscriptions, subscription, patch, 'customer.subscription.updated');
  record.emit('customer.subscription.resumed', active);
  return active;
}

/** What a failed payment does: `past_due`, and after the last retry what the settings say. A payment by hand of an invoice given up changes nothing. */
export function subscriptionFailed(ctx: EngineContext, invoice: Invoice): void {
  const { record, settings, store } = ctx;
  const subscription = store.subscriptions.find(subscriptionOf(invoice));
  if (!subscription || subscription.ended_at !== null) return;
  if (subscription.status === 'incomplete' || subscription.status === 'paused') return;
  if (!invoice.auto_advance || invoice.collection_method === 'send_invoice') return;
  const last = invoice.next_payment_attempt === null;
  const customer = store.customers.get(invoice.customer);
  record.update(store.customers, customer, { delinquent: true }, 'customer.updated');
  if (last && settings.finalFailure === 'cancel') endSubscription(ctx, subscription, { reason: 'payment_failed' });
  else setStatus(ctx, subscription, last ? 'unpaid' : 'past_due');
}

/** The customer has let the due date pass. */
export function subscriptionOverdue(ctx: EngineContext, invoice: Invoice): void {
  const { record, store } = ctx;
  const subscription = store.subscriptions.find(subscriptionOf(invoice));
  const customer = store.customers.find(invoice.customer);
  if (customer) record.update(store.customers, customer, { delinquent: true }, 'customer.updated');
  if (subscription?.status === 'active') setStatus(ctx, subscription, 'past_due');
}

/** An invoice was voided: its first one ends an incomplete subscription, a later one is as good as paid. */
export function subscriptionForgiven(ctx: EngineContext, invoice: Invoice): void {
  const subscription = ctx.store.subscriptions.find(subscriptionOf(invoice));
  if (!subscription || subscription.ended_at !== null) return;
  if (subscription.latest_invoice === invoice.id) forgetPendingUpdate(ctx, subscription.id);
  if (subscription.status === 'incomplete') expire(ctx, subscription);
  else if (subscription.status === 'past_due' && latestIsPaid(ctx, subscription, invoice)) {
    setStatus(ctx, ctx.store.subscriptions.get(subscription.id), 'active');
  }
}

function expire(ctx: EngineContext, subscription: Subscription): void {
  const { clock, record, store } = ctx;
  const patch = { ended_at: clock.now(), status: 'incomplete_expired' } as const;
  record.update(store.subscriptions, subscription, patch, 'customer.subscription.updated');
  if (subscription.schedule) stopSchedule(ctx, store.subscriptionSchedules.get(subscription.schedule), 'aborted');
}

function setStatus({ record, store }: EngineContext, subscription: Subscription, status: SubscriptionStatus): void {
  record.update(store.subscriptions, subscription, { status }, 'customer.subscription.updated');
}

function latestIsPaid({ store }: EngineContext, subscription: Subscription, invoice: Invoice): boolean {
  if (subscription.latest_invoice === invoice.id) return true;
  const all = store.invoicesOfSubscription.get(subscription.id) ?? [];
  return all.every((id) => store.invoices.find(id)?.status !== 'open');
}

function hasOverdue({ clock, store }: EngineContext, customer: Customer): boolean {
  for (const [subscription, invoices] of store.invoicesOfSubscription) {
    if (store.subscriptions.find(subscription)?.customer !== customer.id) continue;
    for (const id of invoices) {
      const invoice = store.invoices.find(id);
      if (invoice?.status !== 'open') continue;
      if (invoice.attempted && invoice.billing_reason !== 'subscription_create') return true;
      if (isPastDue(invoice, clock.now())) return true;
    }
  }
  return false;
}
