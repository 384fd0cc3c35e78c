import { invalidRequest, resourceMissing } from '../engine/errors.js';
import type { SandboxEvent } from '../objects/event.js';
import { existsIn, renderEvent } from '../versions/render.js';
import type { Call, Routes } from './routes.js';

/** Stripe shows an event for thirty days, and no longer. Seconds. */
const HORIZON_S = 30 * 86_400;
const MOST_TYPES = 20;

/** Events keep the account's version for ever: a newer `Stripe-Version` on the request gets the old shape all the same. */
export function eventRoutes(routes: Routes): void {
  const { apiVersion, deliveries, engine } = routes.api;

  const render = (event: SandboxEvent) => ({
    ...renderEvent(event, apiVersion),
    pending_webhooks: deliveries.pendingWebhooks(event.id),
  });
  const visible = () => {
    const since = engine.clock.now() - HORIZON_S;
    return engine.events.filter(({ created, type }) => created >= since && existsIn(type, apiVersion));
  };

  routes.list(
    '/v1/events',
    ({ params }) => {
      checkTypes(params);
      return visible();
    },
    {
      delivery_success: ({ id }, wanted) => (deliveries.pendingWebhooks(id) === 0) === wanted,
      type: ({ type }, wanted) => matches(type, String(wanted)),
      types: ({ type }, wanted) => Array.isArray(wanted) && wanted.includes(type),
    },
    render,
  );
  routes.get('/v1/events/:id', ({ id }) => {
    const event = visible().find((one) => one.id === id);
    if (!event) throw resourceMissing('event', id);
    return render(event);
  });
}

function checkTypes({ type, types }: Call['params']): void {
  if (types === undefined) return;
  if (type !== undefined) throw invalidRequest('You may only specify one of these parameters: type, types.', 'types');
  if (!Array.isArray(types)) throw invalidRequest('Invalid array', 'types');
  if (types.length > MOST_TYPES) {
    throw invalidRequest(`Array can have at most ${MOST_TYPES} elements (it has ${types.length}).`, 'types');
  }
}

/** Only `type` knows `*`: `invoice.*` stands for every type that begins with `invoice.`. `types` holds whole names. */
function matches(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
