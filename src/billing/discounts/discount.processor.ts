import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toDiscount } from './discount.mapper.js';
import { DiscountRepository } from './discount.repository.js';

@Injectable()
export class DiscountProcessor {
  constructor(private readonly discounts: DiscountRepository) {}

  @OnStripeEvent('customer.discount.created', 'customer.discount.updated', 'customer.discount.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.discounts.apply(tx, event, toDiscount);
  }
}
