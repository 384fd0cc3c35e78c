import { AUTHORIZED, type Charge, newCharge, type Outcome } from '../objects/charge.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import { bookBalance, processingFee } from './balance.js';
import type { EngineContext } from './context.js';
import { aftermath } from './aftermath.js';
import { chargeDetails } from './payment-method-details.js';
import { recordReview } from './reviews.js';
import { append } from './store.js';
import { keptOf, splitOf } from './payment-split.js';
import { VISA_CARD } from './test-cards.js';

const DECLINED: Outcome = {
  ...AUTHORIZED,
  advice_code: 'try_again_later',
  network_decline_code: '01',
  network_status: 'declined_by_network',
  reason: 'generic_decline',
  seller_message: 'The bank did not return any further details with this decline.',
  type: 'issuer_declined',
};

const ELEVATED: Outcome = {
  ...AUTHORIZED,
  reason: 'elevated_risk_level',
  risk_level: 'elevated',
  seller_message: 'Stripe evaluated this payment as having elevated risk, and placed it in your manual review queue.',
  type: 'manual_review',
};

const EVENT = { succeeded: 'charge.succeeded', failed: 'charge.failed', pending: 'charge.pending' } as const;

/** One try to take the money: each attempt is a charge of its own. */
export function newAttempt(
  ctx: EngineContext,
  intent: PaymentIntent,
  method: PaymentMethod,
  status: Charge['status'],
): Charge {
  const { clock, ids, record, store } = ctx;
  const id = ids.timed('ch');
  const paid = status === 'succeeded';
  const failed = status === 'failed';
  const { afterCharge } = store.cards.get(method.id) ?? VISA_CARD;
  const review = paid && afterCharge === 'review' ? ids.timed('prv') : null;
  const captured = !failed && intent.capture_method !== 'manual';
  const split = splitOf(ctx, intent, id, paid && captured ? intent.amount : 0);
  const charge = newCharge({
    id,
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: method.billing_details,
    captured,
    created: clock.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_code: failed ? 'card_declined' : null,
    failure_message: failed ? 'Your card was declined.' : null,
    fraud_details: {},
    metadata: intent.metadata,
    outcome: failed ? DECLINED : review ? ELEVATED : AUTHORIZED,
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: chargeDetails(method),
    receipt_url: paid ? receiptUrl(id) : null,
    refunded: false,
    review,
    status,
    ...split.fields,
  });
  append(store.chargesOfIntent, intent.id, id);
  const created = record.create(store.charges, charge, EVENT[status]);
  if (review) recordReview(ctx, review, created, 'rule');
  split.tell();
  if (paid && captured) bookLater(ctx, id);
  return created;
}

/** A bank debit that was pending ends. */
export function endAttempt(ctx: EngineContext, chargeId: string, succeeded: boolean): Charge {
  const { record, store } = ctx;
  const charge = store.charges.get(chargeId);
  const intent = store.paymentIntents.get(charge.payment_intent);
  const split = splitOf(ctx, intent, chargeId, succeeded ? charge.amount : 0);
  const patch: Partial<Charge> = succeeded
    ? { ...split.fields, paid: true, receipt_url: receiptUrl(chargeId), status: 'succeeded' }
    : {
        amount_captured: 0,
        captured: false,
        failure_code: 'insufficient_funds',
        failure_message: 'The customer’s account has insufficient funds to cover this payment.',
        outcome: { ...DECLINED, reason: 'insufficient_funds' },
        status: 'failed',
      };
  const ended = record.step(store.charges, charge, patch, succeeded ? 'charge.succeeded' : 'charge.failed');
  split.tell();
  if (succeeded) bookLater(ctx, chargeId);
  return ended;
}

/** Capture is asynchronous since 2024-04-10: the balance transaction is known one to three seconds later. */
export function bookLater(ctx: EngineContext, chargeId: string): void {
  ctx.schedule.after(1 + ctx.random.int(3), () => {
    const charge = ctx.store.charges.get(chargeId);
    const { afterCharge } = ctx.store.cards.get(charge.payment_method) ?? VISA_CARD;
    const booked = bookBalance(ctx, {
      type: 'charge',
      source: charge.id,
      amount: charge.amount_captured,
      currency: charge.currency,
      fee: processingFee(charge.amount_captured),
      ...keptOf(ctx, charge),
      atOnce: afterCharge === 'available',
    });
    ctx.record.update(ctx.store.charges, charge, { balance_transaction: booked.id }, 'charge.updated');
    aftermath(ctx, chargeId, afterCharge);
  });
}

function receiptUrl(charge: string): string {
  return `https://pay.stripe.com/receipts/sandbox/${charge}`;
}
