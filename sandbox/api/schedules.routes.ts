import type { Call, Routes } from './routes.js';
import { withDurations } from './older-params.js';

export function scheduleRoutes(routes: Routes): void {
  const { store, subscriptionSchedules: schedules } = routes.api.engine;
  const read = ({ apiVersion, params }: Call) =>
    withDurations(params, apiVersion, (price) => store.prices.find(price)?.recurring ?? null);

  routes.list('/v1/subscription_schedules', () => store.subscriptionSchedules.values(), {
    scheduled: ({ status }, wanted) => (status === 'not_started') === (String(wanted) === 'true'),
  });
  routes.post('/v1/subscription_schedules', (call) => schedules.create(read(call)));
  routes.get('/v1/subscription_schedules/:id', ({ id }) => store.subscriptionSchedules.get(id));
  routes.post('/v1/subscription_schedules/:id', (call) => schedules.update(call.id, read(call)));
  routes.post('/v1/subscription_schedules/:id/release', ({ id, params }) => schedules.release(id, params));
  routes.post('/v1/subscription_schedules/:id/cancel', ({ id }) => schedules.cancel(id));
}
