import type { StripeObject } from './stripe-object.js';

/** The card's issuer suspects fraud. `actionable` until the charge is disputed or refunded as a whole. */
export interface EarlyFraudWarning extends StripeObject {
  readonly object: 'radar.early_fraud_warning';
  readonly actionable: boolean;
  readonly charge: string;
  readonly created: number;
  readonly fraud_type: string;
  readonly livemode: false;
  readonly payment_intent: string;
}
