import type { Charge } from '../objects/charge.js';
import type { PaymentError, PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import { authorized } from './capture.js';
import { endAttempt, newAttempt } from './charge-attempt.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { VISA_CARD } from './test-cards.js';

/** A bank debit takes some days; the sandbox takes three. */
const BANK_DEBIT_SECONDS = 3 * 86_400;

/** Tries to take the money of a payment intent once. How it ends is the payment method's choice (a decline is no exception). */
export function attemptPayment(
  ctx: EngineContext,
  before: PaymentIntent,
  method: PaymentMethod,
  authenticated = false,
): PaymentIntent {
  const intent = withAmountDue(ctx, before);
  const { onCharge } = ctx.store.cards.get(method.id) ?? VISA_CARD;
  if (intent.capture_method === 'manual' && method.type !== 'card') {
    throw invalidRequest(`A ${method.type} payment cannot be captured by hand.`, 'capture_method');
  }
  if (onCharge === 'declined') return fail(ctx, intent, newAttempt(ctx, intent, method, 'failed'));
  if (onCharge === 'requires_action' && !authenticated) return requireAction(ctx, intent, method);
  if (onCharge === 'processing') return beginDebit(ctx, intent, method, true);
  if (onCharge === 'processing_fails') return beginDebit(ctx, intent, method, false);
  const charge = newAttempt(ctx, intent, method, 'succeeded');
  return intent.capture_method === 'manual' ? authorized(ctx, intent, charge) : succeed(ctx, intent, charge);
}

/** An invoice's intent asks for what the invoice still asks for: credit notes may have reduced it. */
function withAmountDue({ store }: EngineContext, intent: PaymentIntent): PaymentIntent {
  const invoice = store.invoices.find(store.invoiceOfIntent(intent.id) ?? '');
  return invoice ? { ...intent, amount: invoice.amount_remaining } : intent;
}

/** The customer did not pass the authentication. */
export function failAuthentication(ctx: EngineContext, intent: PaymentIntent): PaymentIntent {
  const error: PaymentError = {
    charge: null,
    code: 'payment_intent_authentication_failure',
    decline_code: null,
    message: 'The provided payment method has failed authentication.',
    type: 'invalid_request_error',
  };
  return ctx.record.step(
    ctx.store.paymentIntents,
    intent,
    { last_payment_error: error, next_action: null, payment_method: null, status: 'requires_payment_method' },
    'payment_intent.payment_failed',
  );
}

function succeed({ record, store }: EngineContext, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const patch: Partial<PaymentIntent> = {
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: charge.payment_method,
    review: charge.review,
    status: 'succeeded',
  };
  return record.step(store.paymentIntents, intent, patch, 'payment_intent.succeeded');
}

function fail({ record, store }: EngineContext, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const error: PaymentError = {
    charge: charge.id,
    code: charge.failure_code ?? 'card_declined',
    decline_code: charge.outcome.reason,
    message: charge.failure_message ?? 'Your card was declined.',
    type: 'card_error',
  };
  const patch: Partial<PaymentIntent> = {
    last_payment_error: error,
    latest_charge: charge.id,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  };
  return record.step(store.paymentIntents, intent, patch, 'payment_intent.payment_failed');
}

function requireAction({ record, store }: EngineContext, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const patch: Partial<PaymentIntent> = {
    last_payment_error: null,
    next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } },
    payment_method: method.id,
    status: 'requires_action',
  };
  return record.step(store.paymentIntents, intent, patch, 'payment_intent.requires_action');
}

function beginDebit(ctx: EngineContext, intent: PaymentIntent, method: PaymentMethod, ends: boolean): PaymentIntent {
  const { record, schedule, store } = ctx;
  const charge = newAttempt(ctx, intent, method, 'pending');
  const patch: Partial<PaymentIntent> = {
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: 'processing',
  };
  schedule.after(BANK_DEBIT_SECONDS, () => {
    const now = store.paymentIntents.get(intent.id);
    if (now.status !== 'processing') return;
    const ended = endAttempt(ctx, charge.id, ends);
    ctx.paymentEnded(ends ? succeed(ctx, now, ended) : fail(ctx, now, ended));
  });
  return record.step(store.paymentIntents, intent, patch, 'payment_intent.processing');
}
