import type { DisputeCreate } from '../engine/disputes.js';
import type { EarlyFraudWarningCreate } from '../engine/early-fraud-warnings.js';
import type { ApiContext } from './api-context.js';
import type { Controls } from './controls.js';
import { requireParams } from './params.js';

/** What banks, networks and customers do, and no API of Stripe's can be asked for. */
export function riskControlRoutes(controls: Controls, { engine }: ApiContext): void {
  const { disputes, earlyFraudWarnings, payouts, reviews, setupIntents } = engine;
  controls.post('/disputes', (_id, params) => disputes.create(requireParams<DisputeCreate>(params, 'charge')));
  controls.post('/disputes/:id/decide', (id, { wins }) => disputes.decide(id, wins === false ? 'lost' : 'won'));
  controls.post('/disputes/:id/escalate', (id) => disputes.escalate(id));
  controls.post('/early_fraud_warnings', (_id, params) =>
    earlyFraudWarnings.create(requireParams<EarlyFraudWarningCreate>(params, 'charge')),
  );
  controls.post('/reviews', (_id, params) => reviews.open(requireParams<{ charge: string }>(params, 'charge').charge));
  controls.post('/setup_intents/:id/authenticate', (id, { passes }) => setupIntents.authenticate(id, passes !== false));
  controls.post('/payouts/daily', () => {
    payouts.payDaily();
    return { daily: true };
  });
  controls.post('/payouts/:id/pay', (id) => payouts.pay(id));
  controls.post('/payouts/:id/fail', (id, { code }) => payouts.fail(id, typeof code === 'string' ? code : undefined));
}
