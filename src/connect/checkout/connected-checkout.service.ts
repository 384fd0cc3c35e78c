import { Injectable } from '@nestjs/common';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { requirePlatformKey } from '../../auth/caller.js';
import { AlreadySubscribedError, refuse } from '../../billing/billing.errors.js';
import { PlanCatalog } from '../../billing/catalog/plan-catalog.js';
import { choose, quantityOf, type Chosen } from '../../billing/catalog/price-choice.js';
import { createSession } from '../../billing/checkout/session-creation.js';
import { AllowedOrigins } from '../../common/allowed-origins.js';
import { moneyOf } from '../../common/money.js';
import { Holds } from '../../compliance/holds.js';
import { timeOf } from '../../stripe/stripe-clock.js';
import {
  NOTHING_BOUGHT,
  TenantBillingRepository,
  type TenantBilling,
} from '../../tenants/tenant-billing.repository.js';
import { AccountNotEnabledError } from '../connect.errors.js';
import { asDisconnected } from '../disconnected.js';
import type { AccountAnswer } from '../own/own-account.answers.js';
import { OwnAccounts } from '../own/own-accounts.js';
import { feeOf, type ApplicationFee } from './application-fee.js';
import type { ConnectedSession } from './connected-checkout.answers.js';
import type { ConnectedCheckoutBody } from './connected-checkout.requests.js';
import { connectedSessionParams } from './connected-session-params.js';

/** Sells for a connected account. What the platform keeps of it is the platform's to say, so a user never asks. */
@Injectable()
export class ConnectedCheckoutService {
  constructor(
    private readonly accounts: OwnAccounts,
    private readonly catalog: PlanCatalog,
    private readonly tenants: TenantBillingRepository,
    private readonly origins: AllowedOrigins,
    private readonly holds: Holds,
    private readonly stripe: AuditedCalls,
  ) {}

  /**
   * @throws {PlatformKeyRequiredError} @throws {NotFoundError} @throws {AccountDisconnectedError}
   * @throws {AccountNotEnabledError} @throws {NotForSaleError} @throws {AlreadySubscribedError} @throws {HeldError}
   * @throws {InvalidRequestError} and what calls to Stripe throw.
   */
  async open(by: AskedBy, id: string, body: ConnectedCheckoutBody): Promise<ConnectedSession> {
    requirePlatformKey(by.caller);
    const urls = {
      success: this.origins.allow(body.successUrl, '/successUrl'),
      cancel: this.origins.allow(body.cancelUrl, '/cancelUrl'),
    };
    requireEnabled(await this.accounts.connected(by.caller, id), body);
    const account = body.charge === 'direct' ? id : '';
    const chosen = choose((await this.catalog.of(account)).data, body);
    const fee = feeOf(chosen.price, body.quantity ?? 1, body);
    const mode = chosen.price.type === 'recurring' ? 'subscription' : 'payment';
    const buyer = await this.buyer(account, body);
    if (mode === 'subscription' && buyer.liveSubscriptionIds.length > 0 && !body.allowSecondSubscription) {
      throw new AlreadySubscribedError();
    }
    const line = { price: chosen.price.id, ...quantityOf(chosen.price, body.quantity) };
    const who = { tenantId: body.buyer.tenant ?? null, customerId: buyer.customerId };
    const what = { priceId: line.price, quantity: line.quantity ?? null };
    await this.holds.refuseHeld(by.caller, { action: 'checkout', account, ...who, ...what });
    const sale = {
      mode,
      ...who,
      urls,
      trialDays: 0,
      line,
      customerEmail: body.buyer.email,
      allowPromotionCodes: false,
    } as const;
    const { charge, onBehalfOf } = body;
    const params = connectedSessionParams(sale, { account: id, charge, onBehalfOf, fee });
    const action = 'connected_checkout_session.create';
    const sold = soldAs(id, body, chosen, fee);
    const session = await createSession(this.stripe, { ...by, account }, action, params, sold).catch(asDisconnected);
    return {
      id: session.id,
      url: session.url,
      account: id,
      charge,
      mode,
      plan: chosen.plan,
      price: chosen.price.id,
      applicationFee: moneyOf(fee.amount, chosen.price.currency),
      applicationFeeBasisPoints: fee.basisPoints,
      expiresAt: timeOf(session.expires_at),
    };
  }

  /** Of a direct charge tenants and customers are the account's. */
  private async buyer(account: string, { buyer: { tenant } }: ConnectedCheckoutBody): Promise<TenantBilling> {
    return tenant === undefined ? NOTHING_BOUGHT : this.tenants.of({ account, id: tenant });
  }
}

/** @throws {AccountNotEnabledError} @throws {InvalidRequestError} */
function requireEnabled(account: AccountAnswer, { charge, onBehalfOf }: ConnectedCheckoutBody): void {
  if (charge === 'direct' && onBehalfOf) {
    throw refuse('/onBehalfOf', 'goes with destination charges');
  }
  const { chargesEnabled, capabilities, disabledReason, requirements } = account;
  const lacksTransfers = Object.entries(capabilities).some(
    ([status, names]) => status !== 'active' && names.includes('transfers'),
  );
  if (chargesEnabled && !(charge === 'destination' && lacksTransfers)) return;
  throw new AccountNotEnabledError(disabledReason, requirements.currentlyDue);
}

/** For the audit log: who earns what, and no address. */
const soldAs = (
  account: string,
  { charge, onBehalfOf, buyer }: ConnectedCheckoutBody,
  { plan, price }: Chosen,
  fee: ApplicationFee,
): Readonly<Record<string, unknown>> => ({
  connectedAccount: account,
  charge,
  onBehalfOf,
  plan,
  price: price.id,
  applicationFeeAmount: fee.amount,
  applicationFeeBasisPoints: fee.basisPoints,
  buyerTenant: buyer.tenant ?? null,
});
