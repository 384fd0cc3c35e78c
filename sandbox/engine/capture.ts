import type { Charge } from '../objects/charge.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import { bookLater } from './charge-attempt.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { createRefund } from './new-refund.js';
import { splitOf } from './payment-split.js';
import { closeReview } from './risk.js';

/** Cards let go of an authorization after so long. */
const AUTHORIZED_SECONDS = 7 * 86_400;

/** The amount is held on the card and waits to be taken. */
export function authorized(ctx: EngineContext, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const { record, schedule, store } = ctx;
  const patch: Partial<PaymentIntent> = {
    amount_capturable: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: charge.payment_method,
    review: charge.review,
    status: 'requires_capture',
  };
  schedule.after(AUTHORIZED_SECONDS, () => expire(ctx, intent.id));
  return record.step(store.paymentIntents, intent, patch, 'payment_intent.amount_capturable_updated');
}

/** Takes the amount, or a part of it: the rest goes back to the card as a refund that moves no balance. */
export function capture(ctx: EngineContext, intent: PaymentIntent, wanted?: number): PaymentIntent {
  const { record, store } = ctx;
  const charge = heldCharge(ctx, intent);
  const amount = wanted ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable) {
    throw invalidRequest(
      `The amount to capture (${amount}) must be from 1 to the amount that is capturable (${intent.amount_capturable}).`,
      'amount_to_capture',
    );
  }
  const rest = charge.amount - amount;
  if (rest > 0) release(ctx, charge, rest);
  const split = splitOf(ctx, intent, charge.id, amount);
  const taken = { ...split.fields, amount_captured: amount, amount_refunded: rest, captured: true };
  record.step(store.charges, charge, taken, 'charge.captured');
  split.tell();
  bookLater(ctx, charge.id);
  const patch = { amount_capturable: 0, amount_received: amount, status: 'succeeded' } as const;
  return record.step(store.paymentIntents, intent, patch, 'payment_intent.succeeded');
}

/** The hold ends unused: `charge.refunded`, as the merchant wanted it. */
export function releaseHold(ctx: EngineContext, intent: PaymentIntent): void {
  const { record, store } = ctx;
  const charge = heldCharge(ctx, intent);
  release(ctx, charge, charge.amount);
  const patch = { amount_refunded: charge.amount, refunded: true };
  record.update(store.charges, charge, patch, 'charge.refunded');
  closeReview(ctx, charge.id, 'canceled');
}

function expire(ctx: EngineContext, id: string): void {
  const { clock, record, store } = ctx;
  const intent = store.paymentIntents.get(id);
  if (intent.status !== 'requires_capture') return;
  const charge = heldCharge(ctx, intent);
  release(ctx, charge, charge.amount);
  const gone = { amount_refunded: charge.amount, refunded: true };
  record.step(store.charges, charge, gone, 'charge.expired');
  closeReview(ctx, charge.id, 'canceled');
  const patch: Partial<PaymentIntent> = {
    amount_capturable: 0,
    canceled_at: clock.now(),
    cancellation_reason: 'automatic',
    status: 'canceled',
  };
  record.step(store.paymentIntents, intent, patch, 'payment_intent.canceled');
}

function release(ctx: EngineContext, charge: Charge, amount: number): void {
  createRefund(ctx, charge, { id: ctx.ids.timed('re'), amount, balance_transaction: null, status: 'succeeded' });
}

function heldCharge({ store }: EngineContext, { latest_charge }: PaymentIntent): Charge {
  return store.charges.get(latest_charge ?? '');
}
