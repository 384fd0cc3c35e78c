import { resourceMissing } from '../engine/errors.js';
import type { SandboxEvent } from '../objects/event.js';
import { existsIn, renderEvent } from '../versions/render.js';
import type { Routes } from './routes.js';

/** Events keep the account's version for ever: a newer `Stripe-Version` on the request gets the old shape all the same. */
export function eventRoutes(routes: Routes): void {
  const { apiVersion, deliveries, engine } = routes.api;

  const render = (event: SandboxEvent) => ({
    ...renderEvent(event, apiVersion),
    pending_webhooks: deliveries.pendingWebhooks(event.id),
  });
  const visible = () => engine.events.filter(({ type }) => existsIn(type, apiVersion));

  routes.list(
    '/v1/events',
    visible,
    {
      delivery_success: ({ id }, wanted) => (deliveries.pendingWebhooks(id) === 0) === wanted,
      type: ({ type }, wanted) => matches(type, String(wanted)),
      types: ({ type }, wanted) => Array.isArray(wanted) && wanted.some((one) => matches(type, String(one))),
    },
    render,
  );
  routes.get('/v1/events/:id', ({ id }) => {
    const event = visible().find((one) => one.id === id);
    if (!event) throw resourceMissing('event', id);
    return render(event);
  });
}

/** `invoice.*` stands for every type that begins with `invoice.`. */
function matches(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
