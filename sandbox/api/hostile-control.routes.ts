import type { Express } from 'express';
import type { Endpoint } from '../delivery/endpoint.js';
import type { ApiContext } from './api-context.js';
import { ENDPOINT, FAULT, FORGERY, HOSTILITY, RATE_LIMIT, read, RESEND, ROLL } from './control-params.js';
import { run } from './control.routes.js';
import { webhookEndpoint } from './webhook-endpoints.routes.js';

/** How badly the network behaves: what becomes of deliveries, and what goes wrong with the API. */
export function hostileControlRoutes(app: Express, { deliveries, faults }: ApiContext): void {
  app.get(
    '/_sandbox/deliveries',
    run(() => deliveries.statistics()),
  );
  app.post(
    '/_sandbox/deliveries',
    run((_id, params) => {
      deliveries.setHostility(read(HOSTILITY, params));
      return deliveries.statistics();
    }),
  );
  app.post(
    '/_sandbox/deliveries/release',
    run(() => {
      deliveries.release();
      return deliveries.statistics();
    }),
  );
  app.post(
    '/_sandbox/events/:id/resend',
    run((id, params) => {
      deliveries.resend(id, read(RESEND, params).endpoint);
      return deliveries.statistics();
    }),
  );
  app.post(
    '/_sandbox/forgeries',
    run(async (_id, params) => {
      const { kind, endpoint } = read(FORGERY, params);
      return { answered: await deliveries.forge(kind, { endpoint }) };
    }),
  );

  app.post(
    '/_sandbox/webhook_endpoints',
    run((_id, params) => withSecret(deliveries.addEndpoint(read(ENDPOINT, params)))),
  );
  app.post(
    '/_sandbox/webhook_endpoints/:id/roll_secret',
    run((id, params) => {
      const endpoint = deliveries.endpoints.get(id);
      deliveries.rollSecret(endpoint, read(ROLL, params));
      return withSecret(endpoint);
    }),
  );

  app.get(
    '/_sandbox/faults',
    run(() => ({ faults: faults.list() })),
  );
  app.post(
    '/_sandbox/faults',
    run((_id, params) => {
      faults.add(read(FAULT, params));
      return { faults: faults.list() };
    }),
  );
  app.delete(
    '/_sandbox/faults',
    run(() => {
      faults.clear();
      return { faults: faults.list() };
    }),
  );
  app.post(
    '/_sandbox/rate_limit',
    run((_id, params) => {
      const { requestsPerSecond } = read(RATE_LIMIT, params);
      faults.limitRate(requestsPerSecond);
      return { requestsPerSecond };
    }),
  );
}

function withSecret(endpoint: Endpoint) {
  return { ...webhookEndpoint(endpoint), secret: endpoint.secret };
}
