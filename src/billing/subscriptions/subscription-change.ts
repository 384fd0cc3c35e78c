import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { isPlatformKey, tenantOf, type Caller } from '../../auth/caller.js';
import { Holds } from '../../compliance/holds.js';
import { StripeCalls } from '../../stripe/stripe.calls.js';
import { BilledByInvoiceError, refuse } from '../billing.errors.js';
import { PlanCatalog } from '../catalog/plan-catalog.js';
import { previewOf } from './change-preview.js';
import { changedItem, isOtherPrice, PRORATIONS, sellsMore, type ItemChange } from './item-change.js';
import type { OwnSubscription } from './own-subscription.js';
import { OwnSubscriptions } from './own-subscriptions.js';
import type { ChangePreview, SubscriptionAnswer } from './subscription.answers.js';
import type { ChangeBody } from './subscription.requests.js';

interface Change {
  readonly own: OwnSubscription;
  readonly item: ItemChange;
  /** The same of a change and its preview. */
  readonly terms: {
    readonly items: [ItemChange['to']];
    readonly proration_behavior: (typeof PRORATIONS)[keyof typeof PRORATIONS];
    readonly trial_end?: 'now';
  };
}

const DAY = 86_400_000;

/** Another plan, another price, more or fewer seats. */
@Injectable()
export class SubscriptionChange {
  constructor(
    private readonly subscriptions: OwnSubscriptions,
    private readonly catalog: PlanCatalog,
    private readonly holds: Holds,
    private readonly stripe: StripeCalls,
    private readonly audited: AuditedCalls,
  ) {}

  /**
   * A change that is billed now is made when it is paid: until then it waits as the subscription's pending change.
   *
   * @throws {NoLiveSubscriptionError} @throws {NotForSaleError} @throws {InvalidRequestError} @throws {NotFoundError}
   *   @throws {NoCustomerError} @throws {HeldError} and what calls to Stripe throw.
   */
  async make(by: AskedBy, body: ChangeBody): Promise<SubscriptionAnswer> {
    const { own, item, terms } = await this.plan(by.caller, body);
    if (sellsMore(item)) await this.refuseHeld(by.caller, own, item);
    const waits = body.proration === 'now' && own.collectionMethod === 'charge_automatically';
    const params: Stripe.SubscriptionUpdateParams = {
      ...terms,
      ...(waits ? { payment_behavior: 'pending_if_incomplete' } : {}),
    };
    const trial = terms.trial_end ? { trialEnd: terms.trial_end } : {};
    const after = { ...item.to, quantity: item.quantity, proration: body.proration, ...trial };
    const answer = await this.audited.run(
      (client, options) => client.subscriptions.update(own.id, params, options),
      by,
      { action: 'subscription.change', object: { type: 'subscription', id: own.id }, before: { ...item.from }, after },
      ({ pending_update }) => ({ after: { ...after, pending: pending_update !== null } }),
    );
    return this.subscriptions.answered(by.caller.account, answer);
  }

  /** What it would cost now; to the second, so that the change itself may differ by a unit. @throws as {@link make}. */
  async preview(caller: Caller, body: ChangeBody): Promise<ChangePreview> {
    const { own, terms } = await this.plan(caller, body);
    const invoice = await this.stripe.run(
      (client, options) =>
        client.invoices.createPreview({ subscription: own.id, subscription_details: terms }, options),
      { idempotencyKey: null, account: caller.account },
    );
    return previewOf({ ...invoice });
  }

  /** A change is a sale: what checkout would refuse is not reached this way either. */
  private refuseHeld(
    caller: Caller,
    { customerId }: OwnSubscription,
    { from, to, quantity }: ItemChange,
  ): Promise<void> {
    return this.holds.refuseHeld(caller, {
      action: 'checkout',
      tenantId: tenantOf(caller),
      customerId,
      priceId: to.price ?? from.price,
      quantity,
    });
  }

  /**
   * Users pay for what they take at once: whoever bills later may find them gone.
   *
   * @throws {BilledByInvoiceError} and as {@link make}.
   */
  private async plan(caller: Caller, body: ChangeBody): Promise<Change> {
    const isUser = !isPlatformKey(caller);
    if (isUser && body.proration !== 'now') {
      throw refuse('/proration', 'only an API key that is bound to no tenant may bill later, or not at all');
    }
    const own = await this.subscriptions.current(caller, body.subscription);
    if (isUser && own.collectionMethod !== 'charge_automatically') throw new BilledByInvoiceError();
    const { data } = await this.catalog.of(caller.account);
    const item = changedItem(own, data, body);
    const terms = { items: [item.to], proration_behavior: PRORATIONS[body.proration] } satisfies Change['terms'];
    return { own, item, terms: isUser && outlivesOffer(own, item) ? { ...terms, trial_end: 'now' } : terms };
  }
}

/**
 * Whether the trial that runs is longer than the chosen price offers: it would be the trial of another plan. It then ends
 * with the change, which is billed as one after the trial; refused, who has decided early could not pay early.
 */
function outlivesOffer({ status, trialStart, trialEnd }: OwnSubscription, item: ItemChange): boolean {
  if (status !== 'trialing' || !isOtherPrice(item)) return false;
  if (trialStart === null || trialEnd === null) return true;
  const granted = Math.round((trialEnd.getTime() - trialStart.getTime()) / DAY);
  return (item.trialDays ?? 0) < granted;
}
