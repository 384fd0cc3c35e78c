import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { tenantOf, type Caller } from '../../auth/caller.js';
import { NotFoundError } from '../../common/request.errors.js';
import { StripeCalls } from '../../stripe/stripe.calls.js';
import { TenantBillingRepository } from '../../tenants/tenant-billing.repository.js';
import { NoCustomerError, NoLiveSubscriptionError } from '../billing.errors.js';
import { hasEnded, ownOf, show, type OwnSubscription } from './own-subscription.js';
import { OwnSubscriptionRepository } from './own-subscription.repository.js';
import type { SubscriptionAnswer } from './subscription.answers.js';
import { toSubscription } from './subscription.mapper.js';

/** The subscriptions of the tenant that the caller acts for. */
@Injectable()
export class OwnSubscriptions {
  constructor(
    private readonly rows: OwnSubscriptionRepository,
    private readonly tenants: TenantBillingRepository,
    private readonly stripe: StripeCalls,
  ) {}

  /** To be shown, for it may be a stranger's gift. @param id undefined: the one that counts. @throws {NotFoundError} */
  async find(caller: Caller, id: string | undefined): Promise<OwnSubscription> {
    const own = await this.rows.find({ account: caller.account, tenantId: tenantOf(caller), id: id ?? null });
    if (own) return own;
    throw new NotFoundError();
  }

  /**
   * One whose customer is the tenant's by more than a buyer's word: a change of another's would be paid by a stranger.
   *
   * @throws {NoCustomerError} @throws {NotFoundError}
   */
  async billed(caller: Caller, id: string | undefined): Promise<OwnSubscription> {
    const own = await this.find(caller, id);
    await this.refuseStrangers(caller, own);
    return own;
  }

  /**
   * One that can be changed.
   *
   * @throws {NoLiveSubscriptionError} @throws {NoCustomerError} as {@link billed}.
   * @throws {NotFoundError} when another tenant's is named.
   */
  async live(caller: Caller, id: string | undefined): Promise<OwnSubscription> {
    const own = await this.rows.find({ account: caller.account, tenantId: tenantOf(caller), id: id ?? null });
    if (!own && id !== undefined) throw new NotFoundError();
    if (!own || hasEnded(own)) throw new NoLiveSubscriptionError();
    await this.refuseStrangers(caller, own);
    return own;
  }

  /**
   * One that can be changed, as Stripe has it: our row follows a change a second later, and whoever reckons with it would
   * undo that change.
   *
   * @throws as {@link live}, and what calls to Stripe throw.
   */
  async current(caller: Caller, id: string | undefined): Promise<OwnSubscription> {
    const known = await this.live(caller, id);
    const found = await this.stripe.run((client, options) => client.subscriptions.retrieve(known.id, {}, options), {
      idempotencyKey: null,
      account: caller.account,
    });
    const own = await this.read(caller.account, found);
    if (hasEnded(own)) throw new NoLiveSubscriptionError();
    return own;
  }

  /** What Stripe has answered to a change: the row follows with the webhook. */
  async answered(account: string, answer: Stripe.Subscription): Promise<SubscriptionAnswer> {
    return show(await this.read(account, answer));
  }

  private async refuseStrangers(caller: Caller, { customerId }: OwnSubscription): Promise<void> {
    const tenant = { account: caller.account, id: tenantOf(caller) };
    if (customerId === null || !(await this.tenants.isOwn(tenant, customerId))) throw new NoCustomerError();
  }

  private async read(account: string, answer: Stripe.Subscription): Promise<OwnSubscription> {
    const columns = toSubscription({ ...answer });
    const prices = columns.items.map(({ priceId }) => priceId);
    return ownOf(answer.id, columns, await this.rows.plansOf(account, prices));
  }
}
