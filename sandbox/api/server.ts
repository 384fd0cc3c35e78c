import { createServer, type Server } from 'node:http';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { pageRoutes } from '../pages/pages.routes.js';
import { Random } from '../random.js';
import { accountRouter } from './account-router.js';
import { accountRoutes } from './account.routes.js';
import { answer, errorBody } from './answer.js';
import type { ApiContext } from './api-context.js';
import { authenticate } from './authenticate.js';
import { catalogRoutes } from './catalog.routes.js';
import { checkoutRoutes } from './checkout.routes.js';
import { connectControlRoutes } from './connect-control.routes.js';
import { controlRoutes } from './control.routes.js';
import { Controls } from './controls.js';
import { couponRoutes } from './coupons.routes.js';
import { creditNoteRoutes } from './credit-notes.routes.js';
import { customerRoutes } from './customers.routes.js';
import { entitlementRoutes } from './entitlements.routes.js';
import { eventRoutes } from './events.routes.js';
import { hostileControlRoutes } from './hostile-control.routes.js';
import { invoiceRoutes } from './invoices.routes.js';
import { paymentRoutes } from './payments.routes.js';
import { payoutRoutes } from './payouts.routes.js';
import { portalRoutes } from './portal.routes.js';
import { riskControlRoutes } from './risk-control.routes.js';
import { riskRoutes } from './risk.routes.js';
import { Routes } from './routes.js';
import { setupIntentRoutes } from './setup-intents.routes.js';
import { scheduleRoutes } from './schedules.routes.js';
import { sharingRoutes } from './sharing.routes.js';
import { subscriptionRoutes } from './subscriptions.routes.js';
import { testClockRoutes } from './test-clocks.routes.js';
import { webhookEndpointRoutes } from './webhook-endpoints.routes.js';

/** Stripe's API over the engine. Not listening yet. */
export function createApi(api: ApiContext): Server {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'extended');
  app.use(stripeHeaders(api));
  app.use(express.urlencoded({ extended: true, limit: '1mb' }));
  const controls = new Controls(app);
  controlRoutes(controls, api);
  hostileControlRoutes(controls, api);
  riskControlRoutes(controls, api);
  connectControlRoutes(controls, api);
  pageRoutes(app, api.engine);
  app.use('/v1', authenticate);
  app.use(accountRouter(api, routerOf));
  app.use((request: Request, response: Response) => {
    const message = `Unrecognized request URL (${request.method}: ${request.path}).`;
    answer(response, 404, { error: { message, type: 'invalid_request_error' } });
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const refused = errorBody(error);
    answer(response, refused.status, refused.body);
  });
  return createServer(app);
}

function routerOf(api: ApiContext): Router {
  const router = Router();
  const routes = new Routes(router, api);
  accountRoutes(routes);
  catalogRoutes(routes);
  entitlementRoutes(routes);
  customerRoutes(routes);
  couponRoutes(routes);
  subscriptionRoutes(routes);
  sharingRoutes(routes);
  scheduleRoutes(routes);
  invoiceRoutes(routes);
  creditNoteRoutes(routes);
  paymentRoutes(routes);
  setupIntentRoutes(routes);
  riskRoutes(routes);
  payoutRoutes(routes);
  checkoutRoutes(routes);
  portalRoutes(routes);
  eventRoutes(routes);
  webhookEndpointRoutes(routes);
  testClockRoutes(routes);
  return router;
}

/** `Request-Id` has chance of its own: how often a caller polls must not change the ids of objects. */
function stripeHeaders({ apiVersion, engine }: ApiContext) {
  const random = new Random('requests');
  return (request: Request, response: Response, next: NextFunction): void => {
    const key = request.get('Idempotency-Key');
    response.set({
      Date: new Date(engine.clock.now() * 1000).toUTCString(),
      'Request-Id': `req_${random.alphanumeric(14)}`,
      'Stripe-Version': request.get('Stripe-Version') ?? apiVersion,
      ...(key && { 'Idempotency-Key': key }),
    });
    next();
  };
}
