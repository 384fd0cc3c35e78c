import type { FeatureCreate } from '../engine/entitlements.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

export function entitlementRoutes(routes: Routes): void {
  const { entitlements, store } = routes.api.engine;

  routes.list('/v1/entitlements/features', () => store.features.values());
  routes.post('/v1/entitlements/features', ({ params }) =>
    entitlements.createFeature(requireParams<FeatureCreate>(params, 'name', 'lookup_key')),
  );
  routes.get('/v1/entitlements/features/:id', ({ id }) => store.features.get(id));

  routes.list('/v1/products/:id/features', ({ id }) => store.featuresOfProduct.get(store.products.get(id).id) ?? []);
  routes.post('/v1/products/:id/features', ({ id, params }) =>
    entitlements.attach(
      id,
      requireParams<{ entitlement_feature: string }>(params, 'entitlement_feature').entitlement_feature,
    ),
  );

  routes.list(
    '/v1/entitlements/active_entitlements',
    ({ params }) => {
      const { customer } = requireParams<{ customer: string }>(params, 'customer');
      return entitlements.of(store.customers.get(customer, 'customer').id);
    },
    { customer: () => true },
  );
}
