import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toEarlyFraudWarning } from './early-fraud-warning.mapper.js';
import { EarlyFraudWarningRepository } from './early-fraud-warning.repository.js';

@Injectable()
export class EarlyFraudWarningProcessor {
  constructor(private readonly warnings: EarlyFraudWarningRepository) {}

  @OnStripeEvent('radar.early_fraud_warning.created', 'radar.early_fraud_warning.updated')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.warnings.apply(tx, event, toEarlyFraudWarning);
  }
}
