import type { ApiContext } from './api-context.js';
import type { Controls } from './controls.js';
import { requireParams } from './params.js';

/** Paying as the customer would, moving time, looking inside. */
export function controlRoutes(controls: Controls, { engine }: ApiContext): void {
  controls.post('/checkout/sessions/:id/complete', (id, params) => engine.checkout.complete(id, params));
  controls.post('/payment_intents/:id/authenticate', (id, { passes }) =>
    engine.paymentIntents.authenticate(id, passes !== false),
  );
  controls.post('/refunds/:id/settle', (id, { succeeds }) => engine.refunds.settle(id, succeeds !== false));
  controls.post('/clock/advance', (_id, params) => {
    engine.advance(requireParams<{ seconds: number }>(params, 'seconds').seconds);
    return { now: engine.clock.now() };
  });
  controls.get('/state', () => engine.state());
}
