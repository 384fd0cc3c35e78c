import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toPayout } from './payout.mapper.js';
import { PayoutRepository } from './payout.repository.js';

@Injectable()
export class PayoutProcessor {
  constructor(private readonly payouts: PayoutRepository) {}

  /** Until 2017 payouts were transfers; `transfer.*` is another object today and none of these. */
  @OnStripeEvent(
    'payout.created',
    'payout.updated',
    'payout.paid',
    'payout.failed',
    'payout.canceled',
    'payout.reconciliation_completed',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.payouts.apply(tx, event, toPayout);
  }
}
