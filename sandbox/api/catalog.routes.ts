import type { Collection } from '../engine/collection.js';
import type { PriceCreate } from '../engine/prices.js';
import type { ProductCreate } from '../engine/products.js';
import type { StripeObject } from '../objects/stripe-object.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

/** What the API says of a deleted object, whether it is asked for or was just deleted. */
export function deletedAnswer(id: string, object: string) {
  return { id, object, deleted: true };
}

export function retrieveOrDeleted<T extends StripeObject>(collection: Collection<T>, id: string) {
  return collection.isDeleted(id) ? deletedAnswer(id, collection.noun) : collection.get(id);
}

export function catalogRoutes(routes: Routes): void {
  const { products, prices, store } = routes.api.engine;

  routes.list('/v1/products', () => store.products.values(), {
    ids: ({ id }, wanted) => Array.isArray(wanted) && wanted.includes(id),
  });
  routes.post('/v1/products', ({ params }) => products.create(requireParams<ProductCreate>(params, 'name')));
  routes.get('/v1/products/:id', ({ id }) => retrieveOrDeleted(store.products, id));
  routes.post('/v1/products/:id', ({ id, params }) => products.update(id, params));
  routes.delete('/v1/products/:id', ({ id }) => {
    products.delete(id);
    return deletedAnswer(id, 'product');
  });

  routes.list('/v1/prices', () => store.prices.values(), {
    lookup_keys: ({ lookup_key }, wanted) => Array.isArray(wanted) && wanted.includes(lookup_key),
  });
  routes.post('/v1/prices', ({ params }) =>
    prices.create(requireParams<PriceCreate>(params, 'currency', 'unit_amount', 'product')),
  );
  routes.get('/v1/prices/:id', ({ id }) => retrieveOrDeleted(store.prices, id));
  routes.post('/v1/prices/:id', ({ id, params }) => prices.update(id, params));

  routes.list('/v1/plans', () => store.plans.values());
  routes.get('/v1/plans/:id', ({ id }) => retrieveOrDeleted(store.plans, id));
  routes.delete('/v1/plans/:id', ({ id }) => {
    store.plans.get(id);
    prices.delete(id);
    return deletedAnswer(id, 'plan');
  });
}
