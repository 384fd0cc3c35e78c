import { listOf } from '../objects/stripe-object.js';
import { type MissingPaymentMethod, newSubscription, periodEnd, type Subscription } from '../objects/subscription.js';
import { finalize, finalizeAndPay } from './collect.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { draftInvoice } from './invoice-draft.js';
import { Invoices } from './invoices.js';
import { type MetadataParam, newMetadata } from './metadata.js';
import { PaymentMethods } from './payment-methods.js';
import { billNextPeriod, pauseSubscription, planPeriod } from './renewal.js';
import { type CancellationDetails, endSubscription } from './subscription-end.js';
import { firstItems, type ItemParam, withPeriodFromNow } from './subscription-items.js';
import { resumed } from './subscription-payment.js';
import { type SubscriptionUpdate, updateSubscription } from './subscription-update.js';

export interface SubscriptionCreate {
  customer: string;
  items: readonly ItemParam[];
  default_payment_method?: string;
  description?: string;
  metadata?: MetadataParam;
  /** `default_incomplete` leaves the first payment to the customer: confirm the invoice's payment intent. */
  payment_behavior?: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete' | 'pending_if_incomplete';
  trial_period_days?: number;
  /** Seconds UTC. */
  trial_end?: number;
  trial_settings?: { end_behavior: { missing_payment_method: MissingPaymentMethod } };
}

const DAY = 86_400;
const INCOMPLETE_SECONDS = 23 * 3_600;

export class Subscriptions {
  constructor(private readonly ctx: EngineContext) {}

  create(params: SubscriptionCreate): Subscription {
    const { ids, record, schedule, store } = this.ctx;
    const customer = store.customers.get(params.customer, 'customer');
    const invoice = ids.timed('in');
    const built = this.build(params, invoice);
    const { id, currency } = record.create(store.subscriptions, built, 'customer.subscription.created');
    record.update(store.customers, customer, { currency }, 'customer.updated');
    planPeriod(this.ctx, built);
    const draft = { id: invoice, reason: 'subscription_create', withPeriod: true, autoAdvance: true } as const;
    const collect = params.payment_behavior === 'default_incomplete' ? finalize : finalizeAndPay;
    collect(this.ctx, draftInvoice(this.ctx, built, draft));
    schedule.after(INCOMPLETE_SECONDS, () => {
      const underWay = store.intentOfInvoice(invoice)?.status === 'processing';
      if (store.subscriptions.get(id).status === 'incomplete' && !underWay) new Invoices(this.ctx).void(invoice);
    });
    return store.subscriptions.get(id);
  }

  update(id: string, params: SubscriptionUpdate): Subscription {
    return updateSubscription(this.ctx, id, params);
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

  private build(params: SubscriptionCreate, invoice: string): Subscription {
    const { clock, ids } = this.ctx;
    const now = clock.now();
    const id = ids.timed('sub');
    const trialEnd = params.trial_end ?? (params.trial_period_days ? now + params.trial_period_days * DAY : null);
    const items = firstItems(this.ctx, id, params.items, trialEnd);
    const method = params.default_payment_method;
    return newSubscription({
      id,
      billing_cycle_anchor: trialEnd ?? now,
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { comment: null, feedback: null, reason: null },
      created: now,
      currency: items[0]?.price.currency ?? 'usd',
      customer: params.customer,
      default_payment_method: method ? new PaymentMethods(this.ctx).resolve(method).id : null,
      description: params.description ?? null,
      ended_at: null,
      items: listOf(`/v1/subscription_items?subscription=${id}`, items),
      latest_invoice: invoice,
      metadata: newMetadata(params.metadata),
      start_date: now,
      status: trialEnd === null ? 'incomplete' : 'trialing',
      status_details: null,
      trial_end: trialEnd,
      trial_settings: params.trial_settings ?? { end_behavior: { missing_payment_method: 'create_invoice' } },
      trial_start: trialEnd === null ? null : now,
    });
  }
}
