import type { Routes } from './routes.js';

/** Disputes, early fraud warnings and reviews. They come from banks and rules: the API can only answer them. */
export function riskRoutes(routes: Routes): void {
  const { disputes, reviews, store } = routes.api.engine;

  routes.list('/v1/disputes', () => store.disputes.values());
  routes.get('/v1/disputes/:id', ({ id }) => store.disputes.get(id, 'dispute'));
  routes.post('/v1/disputes/:id', ({ id, params }) => disputes.update(id, params));
  routes.post('/v1/disputes/:id/close', ({ id }) => disputes.close(id));

  routes.list('/v1/radar/early_fraud_warnings', () => store.earlyFraudWarnings.values());
  routes.get('/v1/radar/early_fraud_warnings/:id', ({ id }) => store.earlyFraudWarnings.get(id));

  routes.list('/v1/reviews', () => store.reviews.values().filter(({ open }) => open));
  routes.get('/v1/reviews/:id', ({ id }) => store.reviews.get(id, 'review'));
  routes.post('/v1/reviews/:id/approve', ({ id }) => reviews.approve(id));
}
