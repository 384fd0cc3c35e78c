import { createdAt } from '../../stripe/shapes/created.js';
import { flag, id, text } from '../../stripe/shapes/fields.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { EarlyFraudWarningColumns } from './early-fraud-warning.entity.js';

export function toEarlyFraudWarning(warning: StripeObject): EarlyFraudWarningColumns {
  return {
    chargeId: id(warning, 'charge'),
    paymentIntentId: id(warning, 'payment_intent'),
    fraudType: text(warning, 'fraud_type'),
    actionable: flag(warning, 'actionable'),
    createdAt: createdAt(warning),
  };
}
