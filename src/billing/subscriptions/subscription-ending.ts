import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { isPlatformKey } from '../../auth/caller.js';
import { timeOf } from '../../stripe/stripe-clock.js';
import { EndDateFixedError, NoLiveSubscriptionError } from '../billing.errors.js';
import type { OwnSubscription } from './own-subscription.js';
import { OwnSubscriptions } from './own-subscriptions.js';
import type { SubscriptionAnswer } from './subscription.answers.js';
import type { CancelBody } from './subscription.requests.js';

type Cancellation = Stripe.SubscriptionCancelParams['cancellation_details'];

/** Ending a subscription, and thinking better of it. */
@Injectable()
export class SubscriptionEnding {
  constructor(
    private readonly subscriptions: OwnSubscriptions,
    private readonly stripe: AuditedCalls,
  ) {}

  /** @throws {NoLiveSubscriptionError} @throws {NoCustomerError} @throws {NotFoundError} and what calls to Stripe throw. */
  async cancel(by: AskedBy, { when, subscription, feedback, comment }: CancelBody): Promise<SubscriptionAnswer> {
    const own = await this.cancelled(by, subscription);
    const details: Cancellation = { ...(feedback && { feedback }), ...(comment && { comment }) };
    return this.carryOut(by, own, `subscription.cancel_${when}`, (client, options) =>
      when === 'now'
        ? cancelNow(client, options, own.id, details)
        : cancelAtPeriodEnd(client, options, own.id, details),
    );
  }

  /**
   * Takes back a cancellation that is planned, and goes on with what is paused: its next period then begins, and is
   * billed, at once. What goes on anyway is answered as it is. An end that was set as a date may have been agreed upon: to
   * take it back is for your own backend.
   *
   * @throws {EndDateFixedError} @throws {NoLiveSubscriptionError} @throws {NoCustomerError} @throws {NotFoundError} and
   *   what calls to Stripe throw.
   */
  async resume(by: AskedBy, subscription: string | undefined): Promise<SubscriptionAnswer> {
    const own = await this.subscriptions.live(by.caller, subscription);
    const mayUnfix = isPlatformKey(by.caller);
    return this.carryOut(by, own, 'subscription.resume', (client, options) =>
      resumed(client, options, own.id, mayUnfix),
    );
  }

  /** Sent again after an unknown outcome, it is about the same one, also when that shows as ended by now: Stripe tells. */
  private async cancelled(by: AskedBy, subscription: string | undefined): Promise<OwnSubscription> {
    const asked = by.isRepeat === true ? await this.stripe.askedBefore(by) : null;
    return asked === null
      ? this.subscriptions.live(by.caller, subscription)
      : this.subscriptions.billed(by.caller, asked);
  }

  private async carryOut(
    by: AskedBy,
    { id, status, cancelAt }: OwnSubscription,
    action: string,
    request: (client: Stripe, options: Stripe.RequestOptions) => Promise<Stripe.Subscription>,
  ): Promise<SubscriptionAnswer> {
    const before = { status, cancelAt: cancelAt?.toISOString() ?? null };
    const asked = { action, object: { type: 'subscription', id }, before, after: null };
    const answer = await this.stripe.run(request, by, asked, (after) => ({
      after: {
        status: after.status,
        cancelAt: after.cancel_at === null ? null : timeOf(after.cancel_at),
      },
    }));
    return this.subscriptions.answered(by.caller.account, answer);
  }
}

const forRead = ({ idempotencyKey: _key, ...options }: Stripe.RequestOptions): Stripe.RequestOptions => options;

/** A second attempt finds it ended, which Stripe calls an error: a look at it tells. */
async function cancelNow(
  client: Stripe,
  options: Stripe.RequestOptions,
  id: string,
  details: Cancellation,
): Promise<Stripe.Subscription> {
  try {
    return await client.subscriptions.cancel(id, { cancellation_details: details }, options);
  } catch (error) {
    const found = await client.subscriptions.retrieve(id, {}, forRead(options)).catch(() => null);
    if (found !== null && found.ended_at !== null) return found;
    throw error;
  }
}

/**
 * An end that was set as a date comes no later by it, and stays one: `cancel_at_period_end` would take the place of the
 * date, and taken back leave none.
 */
async function cancelAtPeriodEnd(
  client: Stripe,
  options: Stripe.RequestOptions,
  id: string,
  cancellation_details: Cancellation,
): Promise<Stripe.Subscription> {
  const found = await client.subscriptions.retrieve(id, {}, forRead(options));
  if (found.cancel_at === null || found.cancel_at_period_end) {
    return client.subscriptions.update(id, { cancel_at_period_end: true, cancellation_details }, options);
  }
  if (found.items.data.every((item) => item.current_period_end >= (found.cancel_at ?? 0))) return found;
  return client.subscriptions.update(id, { cancel_at: 'min_period_end', cancellation_details }, options);
}

/** By Stripe's own state: which of its two ways to plan an end was taken is not in our row. */
async function resumed(
  client: Stripe,
  options: Stripe.RequestOptions,
  id: string,
  mayUnfix: boolean,
): Promise<Stripe.Subscription> {
  const found = await client.subscriptions.retrieve(id, {}, forRead(options));
  if (found.ended_at !== null) throw new NoLiveSubscriptionError();
  if (found.cancel_at_period_end) return client.subscriptions.update(id, { cancel_at_period_end: false }, options);
  if (found.cancel_at !== null && !mayUnfix) throw new EndDateFixedError();
  if (found.cancel_at !== null) return client.subscriptions.update(id, { cancel_at: '' }, options);
  if (found.status === 'paused') return client.subscriptions.resume(id, {}, options);
  return found;
}
