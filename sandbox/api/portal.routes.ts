import { Random } from '../random.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

/** Billing portal sessions: an address to send the customer to. There is no page behind it. */
export function portalRoutes(routes: Routes): void {
  const { clock, store } = routes.api.engine;
  const random = new Random('portal');
  routes.post('/v1/billing_portal/sessions', ({ params }) => {
    const { customer, return_url = null } = requireParams<{ customer: string; return_url?: string }>(
      params,
      'customer',
    );
    return {
      id: `bps_1${random.alphanumeric(23)}`,
      object: 'billing_portal.session',
      configuration: 'bpc_1Sandbox',
      created: clock.now(),
      customer: store.customers.get(customer, 'customer').id,
      customer_account: null,
      flow: null,
      livemode: false,
      locale: null,
      on_behalf_of: null,
      return_url,
      url: `https://billing.stripe.com/p/session/test_${random.alphanumeric(40)}`,
    };
  });
}
