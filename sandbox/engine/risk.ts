import type { ClosedReason } from '../objects/review.js';
import type { EngineContext } from './context.js';

/** The payment needs no further look: its review closes, and its early fraud warnings can no longer be acted on. */
export function endRisk(ctx: EngineContext, charge: string, reason: ClosedReason): void {
  const { record, store } = ctx;
  closeReview(ctx, charge, reason);
  for (const warning of store.earlyFraudWarnings.values()) {
    if (warning.charge !== charge) continue;
    record.update(store.earlyFraudWarnings, warning, { actionable: false }, 'radar.early_fraud_warning.updated');
  }
}

export function closeReview({ record, store }: EngineContext, charge: string, reason: ClosedReason): void {
  for (const review of store.reviews.values()) {
    if (review.charge !== charge || !review.open) continue;
    record.step(store.reviews, review, { closed_reason: reason, open: false, reason }, 'review.closed');
  }
}
