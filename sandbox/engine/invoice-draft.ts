import { pretaxCredits } from '../objects/discount.js';
import { type BillingReason, type Invoice, newInvoice } from '../objects/invoice.js';
import type { InvoiceItem } from '../objects/invoice-item.js';
import type { InvoiceLine } from '../objects/invoice-line.js';
import { listOf } from '../objects/stripe-object.js';
import type { Subscription } from '../objects/subscription.js';
import { applicableDiscounts } from './applicable-discounts.js';
import { noteBilledLine } from './billed-share.js';
import type { EngineContext } from './context.js';
import { endDiscount } from './discount-end.js';
import { discountLines } from './invoice-discounts.js';
import { itemLine, periodLine } from './invoice-lines.js';
import { append } from './store.js';
import { taxIdsOf } from './tax-ids.js';
import { hasTaxLocation } from './tax-location.js';

/** Renewal invoices stay drafts for about an hour, so that the merchant can still add to them. */
export const DRAFT_SECONDS = 3_600;
const DAY = 86_400;

interface DraftInvoice {
  id: string;
  reason: BillingReason;
  /** Bill the running period of each item; otherwise only the waiting prorations. */
  withPeriod: boolean;
  autoAdvance: boolean;
  /** Where the invoice's own period begins (it ends now): the period just over, for a renewal. Seconds UTC; now if not given. */
  periodStart?: number;
}

/** `invoice.created`: a draft with the lines of the period and every waiting proration. Discounts for one invoice end with it. */
export function draftInvoice(ctx: EngineContext, subscription: Subscription, draft: DraftInvoice): Invoice {
  const { record, store } = ctx;
  const lines = [...waitingLines(ctx, subscription, draft.id), ...periodLines(ctx, subscription, draft)];
  for (const id of store.pendingItems.get(subscription.id) ?? []) {
    record.step(store.invoiceItems, store.invoiceItems.get(id), { invoice: draft.id });
  }
  store.pendingItems.delete(subscription.id);
  append(store.invoicesOfSubscription, subscription.id, draft.id);
  const invoice = record.create(store.invoices, buildInvoice(ctx, subscription, draft, lines), 'invoice.created');
  for (const line of invoice.lines.data) noteBilledLine(store, line);
  endUsedDiscounts(ctx, invoice);
  return invoice;
}

/** What is billed beside what waits. */
export interface Preview {
  readonly reason: BillingReason;
  readonly withPeriod: boolean;
  /** Of a change that is only thought of. */
  readonly prorations: readonly InvoiceItem[];
}

const RENEWAL: Preview = { reason: 'upcoming', withPeriod: true, prorations: [] };

/** What the next renewal, or a change, would bill: the object of `invoice.upcoming`, which has no id. */
export function previewInvoice(
  ctx: EngineContext,
  subscription: Subscription,
  { reason, withPeriod, prorations }: Preview = RENEWAL,
): Omit<Invoice, 'id'> {
  const draft: DraftInvoice = { id: '', reason, withPeriod, autoAdvance: true };
  const lines = [
    ...waitingLines(ctx, subscription, null),
    ...prorations.map((item) => itemLine(ctx, null, item)),
    ...periodLines(ctx, subscription, draft),
  ];
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

function endUsedDiscounts(ctx: EngineContext, invoice: Invoice): void {
  for (const { amount, discount: id } of invoice.total_discount_amounts) {
    const discount = ctx.store.discounts.find(id);
    const once = discount && ctx.store.coupons.known(discount.source.coupon)?.duration === 'once';
    if (once && amount > 0) endDiscount(ctx, discount);
  }
}

function buildInvoice(ctx: EngineContext, of: Subscription, draft: DraftInvoice, undiscounted: InvoiceLine[]): Invoice {
  const now = ctx.clock.now();
  const customer = ctx.store.customers.get(of.customer);
  const { lines, totals } = discountLines(undiscounted, applicableDiscounts(ctx, of));
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const total = totals.reduce((sum, { amount }) => sum - amount, subtotal);
  const due = Math.max(0, total + customer.balance);
  const { enabled, liability } = of.automatic_tax;
  const taxStatus = hasTaxLocation(customer) ? 'complete' : 'requires_location_inputs';
  const waits = draft.reason === 'subscription_cycle' || of.collection_method === 'send_invoice';
  return newInvoice({
    id: draft.id,
    amount_due: due,
    amount_paid: 0,
    amount_remaining: due,
    attempt_count: 0,
    attempted: false,
    auto_advance: draft.autoAdvance,
    automatic_tax: {
      disabled_reason: null,
      enabled,
      liability,
      provider: enabled ? 'stripe' : null,
      status: enabled ? taxStatus : null,
    },
    automatically_finalizes_at: draft.autoAdvance && waits ? now + DRAFT_SECONDS : null,
    billing_reason: draft.reason,
    collection_method: of.collection_method,
    created: now,
    currency: of.currency,
    customer: customer.id,
    customer_address: customer.address,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    customer_tax_ids: taxIdsOf(ctx, customer.id),
    default_payment_method: null,
    discounts: totals.map(({ discount }) => discount),
    due_date: of.days_until_due === null ? null : now + of.days_until_due * DAY,
    effective_at: null,
    ending_balance: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    last_finalization_error: null,
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
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    starting_balance: customer.balance,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: totals,
    total_excluding_tax: total,
    total_pretax_credit_amounts: pretaxCredits(totals),
    webhooks_delivered_at: null,
  });
}
