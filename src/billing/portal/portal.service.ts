import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { tenantOf, type Caller } from '../../auth/caller.js';
import { AllowedOrigins } from '../../common/allowed-origins.js';
import { TenantBillingRepository } from '../../tenants/tenant-billing.repository.js';
import { NoCustomerError, refuse } from '../billing.errors.js';
import { OwnSubscriptions } from '../subscriptions/own-subscriptions.js';
import type { PortalBody, PortalSession } from './portal.requests.js';

type Flow = Stripe.BillingPortal.SessionCreateParams.FlowData;

/** The page at Stripe on which customers see to their cards, invoices and subscription. */
@Injectable()
export class PortalService {
  constructor(
    private readonly tenants: TenantBillingRepository,
    private readonly subscriptions: OwnSubscriptions,
    private readonly origins: AllowedOrigins,
    private readonly stripe: AuditedCalls,
  ) {}

  /** @throws {NoCustomerError} @throws {NoLiveSubscriptionError} @throws {NotFoundError} @throws {InvalidRequestError} */
  async open(by: AskedBy, body: PortalBody): Promise<PortalSession> {
    const { caller } = by;
    const returnUrl = this.origins.allow(body.returnUrl, '/returnUrl');
    const { customer, flow } = await this.target(caller, body, returnUrl);
    const params = { customer, return_url: returnUrl, ...(flow ? { flow_data: flow } : {}) };
    const session = await this.stripe.run(
      (client, options) => client.billingPortal.sessions.create(params, options),
      by,
      {
        action: 'portal_session.create',
        object: { type: 'portal_session', id: '' },
        before: null,
        after: { customer, flow: body.flow ?? null },
      },
      ({ id }) => ({ object: { type: 'portal_session', id } }),
    );
    return { id: session.id, url: session.url, flow: body.flow ?? null };
  }

  /**
   * Whose portal, and what for: a subscription's flow opens the portal of its own customer. Who is the tenant's by a
   * buyer's word alone is not: cards that are added there would be the buyer's.
   */
  private async target(
    caller: Caller,
    { flow, subscription }: PortalBody,
    returnUrl: string,
  ): Promise<{ customer: string; flow?: Flow }> {
    if (flow === 'cancel' || flow === 'change_plan') {
      const { id, customerId } = await this.subscriptions.live(caller, subscription);
      if (customerId === null) throw new NoCustomerError();
      return { customer: customerId, flow: flowOf(flow, id, returnUrl) };
    }
    if (subscription !== undefined) {
      throw refuse('/subscription', 'goes with the flows cancel and change_plan');
    }
    const { customerId } = await this.tenants.of({ account: caller.account, id: tenantOf(caller) });
    if (customerId === null) throw new NoCustomerError();
    return flow === undefined
      ? { customer: customerId }
      : { customer: customerId, flow: { type: flow, after_completion: backTo(returnUrl) } };
  }
}

const backTo = (returnUrl: string): Flow['after_completion'] => ({
  type: 'redirect',
  redirect: { return_url: returnUrl },
});

function flowOf(flow: 'cancel' | 'change_plan', subscription: string, returnUrl: string): Flow {
  const after_completion = backTo(returnUrl);
  return flow === 'cancel'
    ? { type: 'subscription_cancel', subscription_cancel: { subscription }, after_completion }
    : { type: 'subscription_update', subscription_update: { subscription }, after_completion };
}
