import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toProduct } from './product.mapper.js';
import { ProductRepository } from './product.repository.js';

@Injectable()
export class ProductProcessor {
  constructor(private readonly products: ProductRepository) {}

  @OnStripeEvent('product.created', 'product.updated', 'product.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.products.apply(tx, event, toProduct);
  }
}
