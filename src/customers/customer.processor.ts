import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import type { Verdict } from '../stripe/verdict.js';
import { toCustomer } from './customer.mapper.js';
import { CustomerRepository } from './customer.repository.js';

@Injectable()
export class CustomerProcessor {
  constructor(private readonly customers: CustomerRepository) {}

  @OnStripeEvent('customer.created', 'customer.updated', 'customer.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.customers.apply(tx, event, toCustomer);
  }
}
