import { invalidRequest, StripeApiError } from '../engine/errors.js';
import type { Store } from '../engine/store.js';
import type { SetupIntent } from '../objects/setup-intent.js';
import { refusePaymentMethodTypes } from './params.js';
import type { Routes } from './routes.js';

export function setupIntentRoutes(routes: Routes): void {
  const { setupIntents, store } = routes.api.engine;

  routes.list('/v1/setup_intents', () => store.setupIntents.values());
  routes.post('/v1/setup_intents', ({ params }) => {
    refusePaymentMethodTypes(params);
    return undeclined(setupIntents.create(params));
  });
  routes.get('/v1/setup_intents/:id', ({ id }) => store.setupIntents.get(id, 'intent'));
  routes.post('/v1/setup_intents/:id/confirm', ({ id, params: { payment_method, ...params } }) => {
    refusePaymentMethodTypes(params);
    refuseCheckouts(store, id);
    return undeclined(setupIntents.confirm(id, typeof payment_method === 'string' ? { payment_method } : {}));
  });
  routes.post('/v1/setup_intents/:id/cancel', ({ id, params }) => {
    refuseCheckouts(store, id);
    return setupIntents.cancel(id, params);
  });
}

function refuseCheckouts({ setupsOfCheckout }: Store, id: string): void {
  if (!setupsOfCheckout.has(id)) return;
  throw invalidRequest('A SetupIntent of a Checkout Session is confirmed on its page, and canceled with the session.');
}

/** The API answers a declined card with 402; the intent is in the error. */
function undeclined(intent: SetupIntent): SetupIntent {
  const { last_setup_error: error, status } = intent;
  if (status !== 'requires_payment_method' || !error) return intent;
  const { code, decline_code, message } = error;
  throw new StripeApiError({
    status: 402,
    type: 'card_error',
    code,
    ...(decline_code && { decline_code }),
    message,
    setup_intent: intent,
  });
}
