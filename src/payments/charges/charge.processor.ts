import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toCharge } from './charge.mapper.js';
import { ChargeRepository } from './charge.repository.js';

@Injectable()
export class ChargeProcessor {
  constructor(private readonly charges: ChargeRepository) {}

  @OnStripeEvent(
    'charge.pending',
    'charge.succeeded',
    'charge.failed',
    'charge.captured',
    'charge.expired',
    'charge.updated',
    'charge.refunded',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.charges.apply(tx, event, toCharge);
  }
}
