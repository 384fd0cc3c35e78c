import { type Express, json, type Request, type Response } from 'express';
import { answer, errorBody } from './answer.js';
import type { ApiContext } from './api-context.js';
import { readParams, requireParams } from './params.js';

type Control = (id: string, params: Record<string, unknown>) => unknown;

/** Controls answer as the API does, errors too. */
export function run(control: Control) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      answer(response, 200, await control(String(request.params['id'] ?? ''), readParams(request.body)));
    } catch (error) {
      const refused = errorBody(error);
      answer(response, refused.status, refused.body);
    }
  };
}

/** What no Stripe has: paying as the customer would, moving time, looking inside. JSON or form bodies; no key needed. */
export function controlRoutes(app: Express, { engine }: ApiContext): void {
  app.use('/_sandbox', json());
  app.post(
    '/_sandbox/checkout/sessions/:id/complete',
    run((id, params) => engine.checkout.complete(id, params)),
  );
  app.post(
    '/_sandbox/payment_intents/:id/authenticate',
    run((id, { passes }) => engine.paymentIntents.authenticate(id, passes !== false)),
  );
  app.post(
    '/_sandbox/refunds/:id/settle',
    run((id, { succeeds }) => engine.refunds.settle(id, succeeds !== false)),
  );
  app.post(
    '/_sandbox/clock/advance',
    run((_id, params) => {
      engine.advance(requireParams<{ seconds: number }>(params, 'seconds').seconds);
      return { now: engine.clock.now() };
    }),
  );
  app.get(
    '/_sandbox/state',
    run(() => engine.state()),
  );
}
