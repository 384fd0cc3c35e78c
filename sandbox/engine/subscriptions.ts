import { listOf } from '../objects/stripe-object.js';
import type { CollectionMethod } from '../objects/invoice.js';
import {
  automaticTax,
  type MissingPaymentMethod,
  newSubscription,
  periodEnd,
  type Subscription,
} from '../objects/subscription.js';
import { finalize, finalizeAndPay, finalizeWaiting } from './collect.js';
import type { EngineContext } from './context.js';
import { invalidRequest, missingParameter } from './errors.js';
import { locationError } from './finalization-failure.js';
import { DRAFT_SECONDS, draftInvoice } from './invoice-draft.js';
import { Invoices } from './invoices.js';
import { type MetadataParam, newMetadata } from './metadata.js';
import { PaymentMethods } from './payment-methods.js';
import { billNextPeriod, pauseSubscription, planPeriod } from './renewal.js';
import {
  changedDiscounts,
  deleteSubscriptionDiscounts,
  type DiscountsParam,
  redeemerOf,
} from './subscription-discounts.js';
import { sharesOfSubscription } from './sharing-rules.js';
import { type CancellationDetails, endSubscription } from './subscription-end.js';
import { firstItems, type ItemParam, withPeriodFromNow } from './subscription-items.js';
import { resumed } from './subscription-payment.js';
import { type SubscriptionUpdate, updateSubscription } from './subscription-update.js';
import { hasTaxLocation } from './tax-location.js';

export interface SubscriptionCreate {
  customer: string;
  items: readonly ItemParam[];
  automatic_tax?: { enabled: boolean };
  /** `send_invoice` is active from the beginning: the customer has `days_until_due` to pay each invoice. */
  collection_method?: CollectionMethod;
  days_until_due?: number;
  default_payment_method?: string;
  description?: string;
  discounts?: DiscountsParam;
  metadata?: MetadataParam;
  /** `default_incomplete` leaves the first payment to the customer: confirm the invoice's payment intent. */
  payment_behavior?: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete' | 'pending_if_incomplete';
  trial_period_days?: number;
  /** Seconds UTC. */
  trial_end?: number;
  trial_settings?: { end_behavior: { missing_payment_method: MissingPaymentMethod } };
  /** What the platform keeps of each invoice, with up to two decimals. */
  application_fee_percent?: number;
  on_behalf_of?: string;
  transfer_data?: { amount_percent?: number; destination: string };
}

/** What a schedule gives to the subscription that it begins. */
type Scheduled = Pick<Subscription, 'cancel_at' | 'schedule'>;

const DAY = 86_400;
const INCOMPLETE_SECONDS = 23 * 3_600;

export class Subscriptions {
  constructor(private readonly ctx: EngineContext) {}

  create(params: SubscriptionCreate, scheduled: Scheduled = { cancel_at: null, schedule: null }): Subscription {
    const { ids, record, schedule, store } = this.ctx;
    const customer = store.customers.get(params.customer, 'customer');
    const invoice = ids.timed('in');
    const built = this.discounted({ ...this.build(params, invoice), ...scheduled }, params.discounts);
    const { id, currency } = record.create(store.subscriptions, built, 'customer.subscription.created');
    record.update(store.customers, customer, { currency }, 'customer.updated');
    planPeriod(this.ctx, built);
    const reason = 'subscription_create';
    const draft = draftInvoice(this.ctx, built, { id: invoice, reason, withPeriod: true, autoAdvance: true });
    if (built.collection_method === 'send_invoice') {
      schedule.after(DRAFT_SECONDS, () => finalizeWaiting(this.ctx, invoice));
      return store.subscriptions.get(id);
    }
    const collect = params.payment_behavior === 'default_incomplete' ? finalize : finalizeAndPay;
    collect(this.ctx, draft);
    schedule.after(INCOMPLETE_SECONDS, () => this.expireIncomplete(id, invoice));
    return store.subscriptions.get(id);
  }

  update(id: string, params: SubscriptionUpdate): Subscription {
    return updateSubscription(this.ctx, id, params);
  }

  deleteDiscount(id: string): void {
    deleteSubscriptionDiscounts(this.ctx, id);
  }

  /** Ends it now (`customer.subscription.deleted`). */
  cancel(id: string, { cancellation_details }: { cancellation_details?: CancellationDetails } = {}): Subscription {
    return endSubscription(this.ctx, this.alive(id), cancellation_details);
  }

  pause(id: string): Subscription {
    const subscription = this.alive(id);
    if (!['active', 'trialing', 'past_due'].includes(subscription.status)) {
      throw invalidRequest(`A subscription that is ${subscription.status} cannot be paused.`);
    }
    return pauseSubscription(this.ctx, subscription, 'pause_requested');
  }

  /**
   * `now` begins a new period and bills it: active once that invoice is paid. `unchanged` goes on with the period that
   * was running, or bills the next one if it is over.
   */
  resume(
    id: string,
    { billing_cycle_anchor = 'now' }: { billing_cycle_anchor?: 'now' | 'unchanged' } = {},
  ): Subscription {
    const { clock, ids, record, store } = this.ctx;
    const paused = this.alive(id);
    if (paused.status !== 'paused') throw invalidRequest(`Subscription ${id} is ${paused.status}, not paused.`);
    if (billing_cycle_anchor === 'unchanged') {
      const active = resumed(this.ctx, paused);
      if (periodEnd(active) <= clock.now()) billNextPeriod(this.ctx, active);
      return store.subscriptions.get(id);
    }
    const invoice = ids.timed('in');
    const items = listOf(
      paused.items.url,
      paused.items.data.map((item) => withPeriodFromNow(this.ctx, item)),
    );
    const patch = { billing_cycle_anchor: clock.now(), items, latest_invoice: invoice };
    const restarted = record.update(store.subscriptions, paused, patch, 'customer.subscription.updated');
    planPeriod(this.ctx, restarted);
    const draft = { id: invoice, reason: 'subscription_cycle', withPeriod: true, autoAdvance: true } as const;
    finalizeAndPay(this.ctx, draftInvoice(this.ctx, restarted, draft));
    return store.subscriptions.get(id);
  }

  private alive(id: string): Subscription {
    const subscription = this.ctx.store.subscriptions.get(id);
    if (subscription.ended_at === null) return subscription;
    throw invalidRequest(`Subscription ${id} has ended (${subscription.status}).`, 'id', 'resource_missing');
  }

  /** A bank debit that is under way is waited for. */
  private expireIncomplete(id: string, invoice: string): void {
    const { schedule, store } = this.ctx;
    if (store.subscriptions.get(id).status !== 'incomplete') return;
    if (store.intentOfInvoice(invoice)?.status !== 'processing') new Invoices(this.ctx).void(invoice);
    else schedule.after(INCOMPLETE_SECONDS, () => this.expireIncomplete(id, invoice));
  }

  private discounted(built: Subscription, params: DiscountsParam | undefined): Subscription {
    return { ...built, discounts: changedDiscounts(this.ctx, [], params, redeemerOf(built)) };
  }

  private build(params: SubscriptionCreate, invoice: string): Subscription {
    const { clock, ids, store } = this.ctx;
    const sent = params.collection_method === 'send_invoice';
    if (sent && params.days_until_due === undefined) throw missingParameter('days_until_due');
    const taxed = params.automatic_tax?.enabled ?? false;
    if (taxed && !hasTaxLocation(store.customers.get(params.customer))) throw locationError();
    const now = clock.now();
    const id = ids.timed('sub');
    const trialEnd = params.trial_end ?? (params.trial_period_days ? now + params.trial_period_days * DAY : null);
    const items = firstItems(this.ctx, id, params.items, trialEnd);
    const method = params.default_payment_method;
    return newSubscription({
      id,
      automatic_tax: automaticTax(taxed),
      billing_cycle_anchor: trialEnd ?? now,
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { comment: null, feedback: null, reason: null },
      collection_method: params.collection_method ?? 'charge_automatically',
      created: now,
      currency: items[0]?.price.currency ?? 'usd',
      customer: params.customer,
      days_until_due: sent ? (params.days_until_due ?? null) : null,
      default_payment_method: method ? new PaymentMethods(this.ctx).resolve(method).id : null,
      description: params.description ?? null,
      discounts: [],
      ended_at: null,
      items: listOf(`/v1/subscription_items?subscription=${id}`, items),
      ...sharesOfSubscription(this.ctx, params),
      latest_invoice: invoice,
      metadata: newMetadata(params.metadata),
      pending_update: null,
      schedule: null,
      start_date: now,
      status: trialEnd === null ? (sent ? 'active' : 'incomplete') : 'trialing',
      status_details: null,
      trial_end: trialEnd,
      trial_settings: params.trial_settings ?? { end_behavior: { missing_payment_method: 'create_invoice' } },
      trial_start: trialEnd === null ? null : now,
    });
  }
}
