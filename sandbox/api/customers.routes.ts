import { deletedAnswer, retrieveOrDeleted } from './catalog.routes.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

export function customerRoutes(routes: Routes): void {
  const { customers, paymentMethods, store } = routes.api.engine;

  routes.list('/v1/customers', () => store.customers.values());
  routes.post('/v1/customers', ({ params }) => customers.create(params));
  routes.get('/v1/customers/:id', ({ id }) => retrieveOrDeleted(store.customers, id));
  routes.post('/v1/customers/:id', ({ id, params }) => customers.update(id, params));
  routes.delete('/v1/customers/:id', ({ id }) => {
    customers.delete(id);
    return deletedAnswer(id, 'customer');
  });
  routes.list('/v1/customers/:id/payment_methods', ({ id }) =>
    store.paymentMethods.values().filter(({ customer }) => customer === id),
  );

  routes.list('/v1/payment_methods', () => store.paymentMethods.values().filter(({ customer }) => customer !== null));
  routes.post('/v1/payment_methods', ({ params }) => paymentMethods.create(params));
  routes.get('/v1/payment_methods/:id', ({ id }) => paymentMethods.resolve(id));
  routes.post('/v1/payment_methods/:id', ({ id, params }) => paymentMethods.update(id, params));
  routes.post('/v1/payment_methods/:id/attach', ({ id, params }) =>
    paymentMethods.attach(id, requireParams<{ customer: string }>(params, 'customer').customer),
  );
  routes.post('/v1/payment_methods/:id/detach', ({ id }) => paymentMethods.detach(id));
}
