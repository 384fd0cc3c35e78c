import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { tenantOf, type Caller } from '../../auth/caller.js';
import { AllowedOrigins } from '../../common/allowed-origins.js';
import { Holds } from '../../compliance/holds.js';
import { timeOf } from '../../stripe/stripe-clock.js';
import { TenantBillingRepository, type TenantBilling } from '../../tenants/tenant-billing.repository.js';
import { AlreadySubscribedError, NotForSaleError } from '../billing.errors.js';
import { PlanCatalog } from '../catalog/plan-catalog.js';
import { choose, quantityOf, type Chosen } from '../catalog/price-choice.js';
import { Buyers } from './buyers.js';
import type { OpenedSession } from './checkout.answers.js';
import type { CheckoutBody } from './checkout.requests.js';
import { OpenCheckouts, type EndFormer } from './open-checkouts.js';
import { takesCodes, trialOf } from './sale-rules.js';
import { createSession } from './session-creation.js';
import { sessionParams, type SessionTerms } from './session-params.js';

/** What is sold, and where the browser goes afterwards. */
interface Sale extends Chosen {
  readonly mode: SessionTerms['mode'];
  readonly urls: SessionTerms['urls'];
  readonly body: CheckoutBody;
}

/** What the tenant has bought so far. */
interface Bought {
  readonly isSubscribed: boolean;
  readonly hadSubscription: boolean;
}

/** A moment ago, so that the rows do not show it. */
const JUST_NOW: Bought = { isSubscribed: true, hadSubscription: true };

/** Of one payment there may be several: nothing is to be ended. */
const NOTHING_OPEN: EndFormer = () => Promise.resolve(null);

/** Sells what is for sale, on Stripe's page. */
@Injectable()
export class CheckoutService {
  constructor(
    private readonly catalog: PlanCatalog,
    private readonly tenants: TenantBillingRepository,
    private readonly origins: AllowedOrigins,
    private readonly holds: Holds,
    private readonly openCheckouts: OpenCheckouts,
    private readonly buyers: Buyers,
    private readonly stripe: AuditedCalls,
  ) {}

  /**
   * @throws {NotForSaleError} @throws {AlreadySubscribedError} @throws {CheckoutInFlightError}
   * @throws {TrialUnavailableError} @throws {HeldError} @throws {InvalidRequestError} and what calls to Stripe throw.
   */
  async open(by: AskedBy, body: CheckoutBody): Promise<OpenedSession> {
    const { account } = by.caller;
    tenantOf(by.caller);
    const urls = {
      success: this.origins.allow(body.successUrl, '/successUrl'),
      cancel: this.origins.allow(body.cancelUrl, '/cancelUrl'),
    };
    const { plan, price } = choose((await this.catalog.of(account)).data, body);
    const mode = price.type === 'recurring' ? 'subscription' : 'payment';
    if (body.mode !== undefined && body.mode !== mode) throw new NotForSaleError();
    const sale: Sale = { plan, price, mode, urls, body };
    const session =
      mode === 'subscription'
        ? await this.openCheckouts.open(by, (endFormer) => this.sell(by, sale, endFormer))
        : await this.sell(by, sale, NOTHING_OPEN);
    return { id: session.id, url: session.url, mode, plan, price: price.id, expiresAt: timeOf(session.expires_at) };
  }

  /** What may be refused by the rows is, before the session that the tenant has open is ended. */
  private async sell(by: AskedBy, sale: Sale, endFormer: EndFormer): Promise<Stripe.Checkout.Session> {
    const { caller } = by;
    const { plan, price, mode, urls, body } = sale;
    const tenantId = tenantOf(caller);
    const { billing, trialDays } = await this.admit(caller, sale);
    const allowPromotionCodes = takesCodes(caller, price, body.allowPromotionCodes);
    const line = { price: price.id, ...quantityOf(price, body.quantity) };
    const what = { priceId: price.id, quantity: line.quantity ?? null };
    await this.holds.refuseHeld(caller, { action: 'checkout', tenantId, customerId: billing.customerId, ...what });
    const paid = await endFormer();
    if (paid === 'shown') await this.admit(caller, sale);
    if (paid === 'unshown') trialAfter(caller, sale, JUST_NOW);
    const customerId = await this.buyers.customerOf(by, billing, body.customerEmail);
    const terms = { mode, tenantId, urls, trialDays, line, customerId, allowPromotionCodes };
    const params = sessionParams({ ...terms, customerEmail: body.customerEmail });
    const sold = { plan, price: price.id, trialDays };
    return createSession(this.stripe, by, 'checkout_session.create', params, sold);
  }

  /** As the rows have the tenant now. @throws {AlreadySubscribedError} @throws {TrialUnavailableError} */
  private async admit(caller: Caller, sale: Sale): Promise<{ billing: TenantBilling; trialDays: number }> {
    const billing = await this.tenants.of({ account: caller.account, id: tenantOf(caller) });
    const isSubscribed = billing.liveSubscriptionIds.length > 0;
    return { billing, trialDays: trialAfter(caller, sale, { isSubscribed, hadSubscription: billing.hadSubscription }) };
  }
}

/** Days of trial. @throws {AlreadySubscribedError} @throws {TrialUnavailableError} */
function trialAfter(caller: Caller, { mode, price, body }: Sale, bought: Bought): number {
  const isSecond = mode === 'subscription' && bought.isSubscribed;
  if (isSecond && !body.allowSecondSubscription) throw new AlreadySubscribedError();
  return trialOf(caller, price, !bought.hadSubscription, body.trialDays);
}
