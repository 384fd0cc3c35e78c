import { type IntentShares, newPaymentIntent, type PaymentIntent } from '../objects/payment-intent.js';
import type { EngineContext } from './context.js';

type Given = Pick<PaymentIntent, 'amount' | 'currency' | 'customer'> &
  Partial<
    IntentShares &
      Pick<
        PaymentIntent,
        'id' | 'capture_method' | 'description' | 'metadata' | 'payment_method' | 'setup_future_usage'
      >
  >;

export function createPaymentIntent({ clock, ids, record, store }: EngineContext, given: Given): PaymentIntent {
  const id = given.id ?? ids.timed('pi');
  const intent = newPaymentIntent({
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${ids.secret(25)}`,
    created: clock.now(),
    description: null,
    last_payment_error: null,
    latest_charge: null,
    metadata: {},
    next_action: null,
    payment_method: null,
    review: null,
    setup_future_usage: null,
    status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    ...given,
    id,
  });
  return record.create(store.paymentIntents, intent, 'payment_intent.created');
}
