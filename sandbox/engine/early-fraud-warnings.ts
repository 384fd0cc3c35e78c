import type { EarlyFraudWarning } from '../objects/early-fraud-warning.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';

export interface EarlyFraudWarningCreate {
  charge: string;
  fraud_type?: string;
}

export class EarlyFraudWarnings {
  constructor(private readonly ctx: EngineContext) {}

  /** The card's issuer reports fraud. Stripe's API has no such call: the network brings it. */
  create({ charge: chargeId, fraud_type = 'misc' }: EarlyFraudWarningCreate): EarlyFraudWarning {
    const { clock, ids, record, store } = this.ctx;
    const charge = store.charges.get(chargeId, 'charge');
    if (charge.status !== 'succeeded') throw invalidRequest(`Charge ${chargeId} has not been paid.`, 'charge');
    const warning: EarlyFraudWarning = {
      id: ids.timed('issfr'),
      object: 'radar.early_fraud_warning',
      actionable: !charge.disputed && !charge.refunded,
      charge: chargeId,
      created: clock.now(),
      fraud_type,
      livemode: false,
      payment_intent: charge.payment_intent,
    };
    return record.create(store.earlyFraudWarnings, warning, 'radar.early_fraud_warning.created');
  }
}
