import type { SubscriptionCreate } from '../engine/subscriptions.js';
import type { Subscription } from '../objects/subscription.js';
import { byField } from './list-filter.js';
import { withDiscounts } from './older-params.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

/** A plan has the id of its price. */
const sells = ({ items }: Subscription, wanted: unknown): boolean =>
  items.data.some(({ price }) => price.id === wanted);

export function subscriptionRoutes(routes: Routes): void {
  const { subscriptions, store } = routes.api.engine;

  routes.list(
    '/v1/subscriptions',
    ({ params }) => {
      const all = store.subscriptions.values();
      return params['status'] === undefined ? all.filter(({ status }) => status !== 'canceled') : all;
    },
    {
      current_period_end: ({ items }, wanted) => items.data.some((item) => byField('current_period_end')(item, wanted)),
      current_period_start: ({ items }, wanted) =>
        items.data.some((item) => byField('current_period_start')(item, wanted)),
      plan: sells,
      price: sells,
      status: ({ status, ended_at }, wanted) =>
        wanted === 'all' || status === wanted || (wanted === 'ended' && ended_at !== null),
    },
  );
  routes.post('/v1/subscriptions', ({ apiVersion, params }) =>
    subscriptions.create(requireParams<SubscriptionCreate>(withDiscounts(params, apiVersion), 'customer', 'items')),
  );
  routes.get('/v1/subscriptions/:id', ({ id }) => store.subscriptions.get(id));
  routes.post('/v1/subscriptions/:id', ({ apiVersion, id, params }) =>
    subscriptions.update(id, withDiscounts(params, apiVersion)),
  );
  routes.delete('/v1/subscriptions/:id/discount', ({ id }) => {
    const [discount] = store.subscriptions.get(id).discounts.map((one) => store.discounts.find(one));
    subscriptions.deleteDiscount(id);
    return { ...discount, deleted: true };
  });
  routes.delete('/v1/subscriptions/:id', ({ id, params }) => subscriptions.cancel(id, params));
  routes.post('/v1/subscriptions/:id/pause', ({ id }) => subscriptions.pause(id));
  routes.post('/v1/subscriptions/:id/resume', ({ id, params }) => subscriptions.resume(id, params));
}
