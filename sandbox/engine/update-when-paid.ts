import { listOf } from '../objects/stripe-object.js';
import { type PendingUpdate, periodEnd, type Subscription } from '../objects/subscription.js';
import type { SubscriptionItem } from '../objects/subscription-item.js';
import { finalizeAndPay } from './collect.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { draftInvoice } from './invoice-draft.js';
import { Invoices } from './invoices.js';
import { forgetPendingUpdate } from './pending-update.js';
import { prorate } from './proration.js';

const PENDING_SECONDS = 23 * 3_600;

interface Proposal {
  /** The id of the invoice that has to be paid. */
  readonly invoice: string;
  readonly items: readonly SubscriptionItem[];
  readonly prorates: boolean;
  /** Whether a new period begins with it. */
  readonly restarts: boolean;
  readonly trialEnds: boolean;
}

/**
 * Bills the change first, and changes only if the invoice is paid. Otherwise the change waits in `pending_update` for
 * 23 hours, or until the period ends.
 */
export function updateWhenPaid(ctx: EngineContext, before: Subscription, proposal: Proposal): Subscription {
  const { clock, record, schedule, store } = ctx;
  const { id } = before;
  refuseUnsupported(ctx, before);
  const items = listOf(before.items.url, proposal.items);
  if (proposal.prorates) prorate(ctx, before.items.data, proposal.items, proposal.restarts);
  const draft = { id: proposal.invoice, reason: 'subscription_update', withPeriod: proposal.restarts } as const;
  const trial = proposal.trialEnds ? ({ status: 'active', trial_end: clock.now() } as const) : {};
  const invoice = draftInvoice(ctx, { ...before, items, ...trial }, { ...draft, autoAdvance: false });
  finalizeAndPay(ctx, invoice);
  const anchor = proposal.restarts ? clock.now() : null;
  const billed = store.subscriptions.get(id);
  const shared = { latest_invoice: invoice.id };
  if (store.invoices.get(invoice.id).status === 'paid') {
    const patch = { ...shared, items, ...trial, ...(anchor !== null && { billing_cycle_anchor: anchor }) };
    const after = record.update(store.subscriptions, billed, patch, 'customer.subscription.updated');
    if (anchor !== null) ctx.periodBegan(after);
    return store.subscriptions.get(id);
  }
  const pending_update = pendingUpdate(
    proposal.items,
    anchor,
    trial.trial_end ?? null,
    Math.min(clock.now() + PENDING_SECONDS, periodEnd(before)),
  );
  record.update(store.subscriptions, billed, { ...shared, pending_update }, 'customer.subscription.updated');
  schedule.at(pending_update.expires_at, () => {
    if (store.subscriptions.get(id).latest_invoice === invoice.id) dropPendingUpdate(ctx, id);
  });
  return store.subscriptions.get(id);
}

/** Its invoice is voided, unless a payment of it is under way. */
export function dropPendingUpdate(ctx: EngineContext, id: string): void {
  const { store } = ctx;
  const { latest_invoice, pending_update } = store.subscriptions.get(id);
  const invoice = store.invoices.find(latest_invoice ?? '');
  if (!pending_update) return;
  const voidable = invoice?.status === 'open' || invoice?.status === 'uncollectible';
  if (invoice && voidable && store.intentOfInvoice(invoice.id)?.status !== 'processing') {
    new Invoices(ctx).void(invoice.id);
  }
  forgetPendingUpdate(ctx, id);
}

/** Neither invoices that are sent nor bank debits say at once whether they are paid. */
function refuseUnsupported({ store }: EngineContext, subscription: Subscription): void {
  const { invoice_settings } = store.customers.get(subscription.customer);
  const method = store.paymentMethods.find(
    subscription.default_payment_method ?? invoice_settings.default_payment_method ?? '',
  );
  if (subscription.collection_method === 'charge_automatically' && method?.type !== 'us_bank_account') return;
  throw invalidRequest('Pending updates need a card that is charged automatically.', 'payment_behavior');
}

function pendingUpdate(
  subscription_items: readonly SubscriptionItem[],
  billing_cycle_anchor: number | null,
  trial_end: number | null,
  expires_at: number,
): PendingUpdate {
  return {
    billing_cycle_anchor,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at,
    metadata: null,
    subscription_items,
    trial_end,
    trial_from_plan: null,
  };
}
