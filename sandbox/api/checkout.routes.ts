import type { CheckoutCreate } from '../engine/checkout-params.js';
import { refusePaymentMethodTypes, requireParams } from './params.js';
import type { Routes } from './routes.js';

export function checkoutRoutes(routes: Routes): void {
  const { checkout, store } = routes.api.engine;

  routes.list('/v1/checkout/sessions', () => store.checkoutSessions.values());
  routes.post('/v1/checkout/sessions', ({ params }) => {
    refusePaymentMethodTypes(params);
    return checkout.create(requireParams<CheckoutCreate>(params, 'mode', 'line_items'));
  });
  routes.get('/v1/checkout/sessions/:id', ({ id }) => store.checkoutSessions.get(id, 'session'));
}
