import type { SubscriptionCreate } from '../engine/subscriptions.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

export function subscriptionRoutes(routes: Routes): void {
  const { subscriptions, store } = routes.api.engine;

  routes.list(
    '/v1/subscriptions',
    ({ params }) => {
      const all = store.subscriptions.values();
      return params['status'] === undefined ? all.filter(({ status }) => status !== 'canceled') : all;
    },
    {
      price: ({ items }, wanted) => items.data.some(({ price }) => price.id === wanted),
      status: ({ status, ended_at }, wanted) =>
        wanted === 'all' || status === wanted || (wanted === 'ended' && ended_at !== null),
    },
  );
  routes.post('/v1/subscriptions', ({ params }) =>
    subscriptions.create(requireParams<SubscriptionCreate>(params, 'customer', 'items')),
  );
  routes.get('/v1/subscriptions/:id', ({ id }) => store.subscriptions.get(id));
  routes.post('/v1/subscriptions/:id', ({ id, params }) => subscriptions.update(id, params));
  routes.delete('/v1/subscriptions/:id', ({ id, params }) => subscriptions.cancel(id, params));
  routes.post('/v1/subscriptions/:id/pause', ({ id }) => subscriptions.pause(id));
  routes.post('/v1/subscriptions/:id/resume', ({ id, params }) => subscriptions.resume(id, params));
}
