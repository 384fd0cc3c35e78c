import { type BillingReason, type Invoice, newInvoice } from '../objects/invoice.js';
import type { InvoiceLine } from '../objects/invoice-line.js';
import { listOf } from '../objects/stripe-object.js';
import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { itemLine, periodLine } from './invoice-lines.js';
import { append } from './store.js';

/** Renewal invoices stay drafts for about an hour, so that the merchant can still add to them. */
export const DRAFT_SECONDS = 3_600;

export interface DraftInvoice {
  id: string;
  reason: BillingReason;
  /** Bill the running period of each item; otherwise only the waiting prorations. */
  withPeriod: boolean;
  autoAdvance: boolean;
  /** Where the invoice's own period begins (it ends now): the period just over, for a renewal. Seconds UTC; now if not given. */
  periodStart?: number;
}

/** `invoice.created`: a draft with the lines of the period and every waiting proration. */
export function draftInvoice(ctx: EngineContext, subscription: Subscription, draft: DraftInvoice): Invoice {
  const { record, store } = ctx;
  const lines = [...waitingLines(ctx, subscription, draft.id), ...periodLines(ctx, subscription, draft)];
  for (const id of store.pendingItems.get(subscription.id) ?? []) {
    record.step(store.invoiceItems, store.invoiceItems.get(id), { invoice: draft.id });
  }
  store.pendingItems.delete(subscription.id);
  append(store.invoicesOfSubscription, subscription.id, draft.id);
  return record.create(store.invoices, buildInvoice(ctx, subscription, draft, lines), 'invoice.created');
}

/** What the next renewal would bill: the object of `invoice.upcoming`, which has no id. */
export function previewInvoice(ctx: EngineContext, subscription: Subscription): Omit<Invoice, 'id'> {
  const draft: DraftInvoice = { id: '', reason: 'upcoming', withPeriod: true, autoAdvance: true };
  const lines = [...waitingLines(ctx, subscription, null), ...periodLines(ctx, subscription, draft)];
  const { id: _none, ...preview } = buildInvoice(ctx, subscription, draft, lines);
  return preview;
}

function waitingLines(ctx: EngineContext, subscription: Subscription, invoice: string | null): InvoiceLine[] {
  const waiting = ctx.store.pendingItems.get(subscription.id) ?? [];
  return waiting.map((id) => itemLine(ctx, invoice, ctx.store.invoiceItems.get(id)));
}

function periodLines(ctx: EngineContext, subscription: Subscription, { id, withPeriod }: DraftInvoice): InvoiceLine[] {
  const free = subscription.status === 'trialing';
  return withPeriod ? subscription.items.data.map((item) => periodLine(ctx, id || null, item, free)) : [];
}

function buildInvoice(ctx: EngineContext, of: Subscription, draft: DraftInvoice, lines: InvoiceLine[]): Invoice {
  const now = ctx.clock.now();
  const customer = ctx.store.customers.get(of.customer);
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const due = Math.max(0, total + customer.balance);
  return newInvoice({
    id: draft.id,
    amount_due: due,
    amount_paid: 0,
    amount_remaining: due,
    attempt_count: 0,
    attempted: false,
    auto_advance: draft.autoAdvance,
    automatically_finalizes_at: draft.autoAdvance && draft.reason === 'subscription_cycle' ? now + DRAFT_SECONDS : null,
    billing_reason: draft.reason,
    created: now,
    currency: of.currency,
    customer: customer.id,
    customer_address: customer.address,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    default_payment_method: null,
    effective_at: null,
    ending_balance: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: listOf(`/v1/invoices/${draft.id}/lines`, lines),
    metadata: {},
    next_payment_attempt: null,
    number: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: of.metadata, subscription: of.id },
      type: 'subscription_details',
    },
    period_end: now,
    period_start: draft.periodStart ?? now,
    starting_balance: customer.balance,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    webhooks_delivered_at: null,
  });
}
