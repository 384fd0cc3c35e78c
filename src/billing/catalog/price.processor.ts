import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toPrice } from './price.mapper.js';
import { PriceRepository } from './price.repository.js';

@Injectable()
export class PriceProcessor {
  constructor(private readonly prices: PriceRepository) {}

  @OnStripeEvent('price.created', 'price.updated', 'price.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.prices.apply(tx, event, toPrice);
  }
}
