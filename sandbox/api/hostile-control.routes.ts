import type { Endpoint } from '../delivery/endpoint.js';
import type { ApiContext } from './api-context.js';
import { ENDPOINT, FAULT, FORGERY, HOSTILITY, RATE_LIMIT, read, RESEND, ROLL } from './control-params.js';
import type { Controls } from './controls.js';
import { webhookEndpoint } from './webhook-endpoints.routes.js';

/** How badly the network behaves: what becomes of deliveries, and what goes wrong with the API. */
export function hostileControlRoutes(controls: Controls, { deliveries, faults }: ApiContext): void {
  controls.get('/deliveries', () => deliveries.statistics());
  controls.post('/deliveries', (_id, params) => {
    deliveries.setHostility(read(HOSTILITY, params));
    return deliveries.statistics();
  });
  controls.post('/deliveries/release', () => {
    deliveries.release();
    return deliveries.statistics();
  });
  controls.post('/events/:id/resend', (id, params) => {
    deliveries.resend(id, read(RESEND, params).endpoint);
    return deliveries.statistics();
  });
  controls.post('/forgeries', async (_id, params) => {
    const { kind, endpoint } = read(FORGERY, params);
    return { answered: await deliveries.forge(kind, { endpoint }) };
  });

  controls.post('/webhook_endpoints', (_id, params) => withSecret(deliveries.addEndpoint(read(ENDPOINT, params))));
  controls.post('/webhook_endpoints/:id/roll_secret', (id, params) => {
    const endpoint = deliveries.endpoints.get(id);
    deliveries.rollSecret(endpoint, read(ROLL, params));
    return withSecret(endpoint);
  });

  controls.get('/faults', () => ({ faults: faults.list() }));
  controls.post('/faults', (_id, params) => {
    faults.add(read(FAULT, params));
    return { faults: faults.list() };
  });
  controls.delete('/faults', () => {
    faults.clear();
    return { faults: faults.list() };
  });
  controls.post('/rate_limit', (_id, params) => {
    const { requestsPerSecond } = read(RATE_LIMIT, params);
    faults.limitRate(requestsPerSecond);
    return { requestsPerSecond };
  });
}

function withSecret(endpoint: Endpoint) {
  return { ...webhookEndpoint(endpoint), secret: endpoint.secret };
}
