import { createdAt } from '../../stripe/shapes/created.js';
import { flag, id, text } from '../../stripe/shapes/fields.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { ReviewColumns } from './review.entity.js';

export function toReview(review: StripeObject): ReviewColumns {
  return {
    chargeId: id(review, 'charge'),
    paymentIntentId: id(review, 'payment_intent'),
    open: flag(review, 'open'),
    reason: text(review, 'reason'),
    openedReason: text(review, 'opened_reason'),
    closedReason: text(review, 'closed_reason'),
    createdAt: createdAt(review),
  };
}
