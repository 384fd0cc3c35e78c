import { cardDeclined } from '../engine/errors.js';
import type { PaymentIntentCreate } from '../engine/payment-intents.js';
import type { Store } from '../engine/store.js';
import type { Charge } from '../objects/charge.js';
import type { DestinationPayment } from '../objects/destination-payment.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import { refusePaymentMethodTypes, requireParams } from './params.js';
import type { Routes } from './routes.js';

export function paymentRoutes(routes: Routes): void {
  const { paymentIntents, charges, refunds, store } = routes.api.engine;

  routes.list('/v1/payment_intents', () => store.paymentIntents.values());
  routes.post('/v1/payment_intents', ({ params }) => {
    refusePaymentMethodTypes(params);
    return undeclined(paymentIntents.create(requireParams<PaymentIntentCreate>(params, 'amount', 'currency')));
  });
  routes.get('/v1/payment_intents/:id', ({ id }) => store.paymentIntents.get(id, 'intent'));
  routes.post('/v1/payment_intents/:id/confirm', ({ id, params }) => {
    refusePaymentMethodTypes(params);
    return undeclined(paymentIntents.confirm(id, params));
  });
  routes.post('/v1/payment_intents/:id/capture', ({ id, params }) => paymentIntents.capture(id, params));
  routes.post('/v1/payment_intents/:id/cancel', ({ id, params }) => paymentIntents.cancel(id, params));

  routes.list('/v1/charges', () => chargesOf(store));
  routes.get('/v1/charges/:id', ({ id }) => store.destinationPayments.find(id) ?? store.charges.get(id));
  routes.post('/v1/charges/:id', ({ id, params }) => charges.update(id, params));

  routes.list('/v1/refunds', () => store.refunds.values());
  routes.post('/v1/refunds', ({ params }) => refunds.create(params));
  routes.get('/v1/refunds/:id', ({ id }) => store.refunds.get(id));
  routes.post('/v1/refunds/:id', ({ id, params }) => refunds.update(id, params));
}

/** Oldest first. */
function chargesOf({ charges, destinationPayments }: Store): (Charge | DestinationPayment)[] {
  const all = [...charges.values(), ...destinationPayments.values()];
  return all.sort((one, other) => one.created - other.created);
}

/** The API answers a declined confirmation with 402; the intent is in the error. */
function undeclined(intent: PaymentIntent): PaymentIntent {
  const { last_payment_error: error, status } = intent;
  if (status !== 'requires_payment_method' || !error) return intent;
  throw cardDeclined(error.decline_code ?? error.code, intent);
}
