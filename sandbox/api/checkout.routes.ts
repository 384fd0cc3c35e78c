import type { CheckoutCreate } from '../engine/checkout-params.js';
import { checkoutLineItems } from './checkout-line-items.js';
import { refusePaymentMethodTypes, requireParams } from './params.js';
import type { Routes } from './routes.js';

export function checkoutRoutes(routes: Routes): void {
  const { checkout, store } = routes.api.engine;

  routes.list('/v1/checkout/sessions', () => store.checkoutSessions.values());
  routes.post('/v1/checkout/sessions', ({ params }) => {
    refusePaymentMethodTypes(params);
    return checkout.create(requireParams<CheckoutCreate>(params, 'mode'));
  });
  routes.list('/v1/checkout/sessions/:id/line_items', ({ id }) =>
    checkoutLineItems(routes.api.engine, store.checkoutSessions.get(id, 'session').id).reverse(),
  );
  routes.post('/v1/checkout/sessions/:id/expire', ({ id }) => checkout.expire(id));
  routes.get('/v1/checkout/sessions/:id', ({ id }) => store.checkoutSessions.get(id, 'session'));
}
