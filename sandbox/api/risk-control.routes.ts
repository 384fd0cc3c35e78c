import type { Express } from 'express';
import type { DisputeCreate } from '../engine/disputes.js';
import type { EarlyFraudWarningCreate } from '../engine/early-fraud-warnings.js';
import type { ApiContext } from './api-context.js';
import { run } from './control.routes.js';
import { requireParams } from './params.js';

/** What banks, networks and customers do, and no API of Stripe's can be asked for. */
export function riskControlRoutes(app: Express, { engine }: ApiContext): void {
  const { disputes, earlyFraudWarnings, payouts, reviews, setupIntents } = engine;
  app.post(
    '/_sandbox/disputes',
    run((_id, params) => disputes.create(requireParams<DisputeCreate>(params, 'charge'))),
  );
  app.post(
    '/_sandbox/disputes/:id/decide',
    run((id, { wins }) => disputes.decide(id, wins === false ? 'lost' : 'won')),
  );
  app.post(
    '/_sandbox/disputes/:id/escalate',
    run((id) => disputes.escalate(id)),
  );
  app.post(
    '/_sandbox/early_fraud_warnings',
    run((_id, params) => earlyFraudWarnings.create(requireParams<EarlyFraudWarningCreate>(params, 'charge'))),
  );
  app.post(
    '/_sandbox/reviews',
    run((_id, params) => reviews.open(requireParams<{ charge: string }>(params, 'charge').charge)),
  );
  app.post(
    '/_sandbox/setup_intents/:id/authenticate',
    run((id, { passes }) => setupIntents.authenticate(id, passes !== false)),
  );
  app.post(
    '/_sandbox/payouts/daily',
    run(() => {
      payouts.payDaily();
      return { daily: true };
    }),
  );
  app.post(
    '/_sandbox/payouts/:id/pay',
    run((id) => payouts.pay(id)),
  );
  app.post(
    '/_sandbox/payouts/:id/fail',
    run((id, { code }) => payouts.fail(id, typeof code === 'string' ? code : undefined)),
  );
}
