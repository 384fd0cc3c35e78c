import type { Charge } from '../objects/charge.js';
import { newReview, type Review } from '../objects/review.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { closeReview } from './risk.js';

export class Reviews {
  constructor(private readonly ctx: EngineContext) {}

  /** Somebody asks for a second look at a payment. Stripe has no event that would tell the payment intent of it. */
  open(chargeId: string): Review {
    const { ids, record, store } = this.ctx;
    const charge = store.charges.get(chargeId, 'charge');
    if (charge.review !== null) throw invalidRequest(`Charge ${chargeId} has had its review.`, 'charge');
    if (charge.status !== 'succeeded' || charge.refunded || charge.disputed) {
      throw invalidRequest(`There is nothing to review about charge ${chargeId}.`, 'charge');
    }
    const id = ids.timed('prv');
    const opened = recordReview(this.ctx, id, charge, 'manual');
    record.update(store.charges, charge, { review: id }, 'charge.updated');
    return opened;
  }

  approve(id: string): Review {
    const { store } = this.ctx;
    const review = store.reviews.get(id, 'review');
    if (!review.open) throw invalidRequest('This review has already been closed.');
    closeReview(this.ctx, review.charge, 'approved');
    return store.reviews.get(id);
  }
}

export function recordReview(
  { clock, record, store }: EngineContext,
  id: string,
  charge: Charge,
  reason: Review['opened_reason'],
): Review {
  const review = newReview({
    id,
    charge: charge.id,
    closed_reason: null,
    created: clock.now(),
    open: true,
    opened_reason: reason,
    payment_intent: charge.payment_intent,
    reason,
  });
  return record.create(store.reviews, review, 'review.opened');
}
