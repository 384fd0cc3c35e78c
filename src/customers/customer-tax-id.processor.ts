import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import type { Verdict } from '../stripe/verdict.js';
import { toCustomerTaxId } from './customer-tax-id.mapper.js';
import { CustomerTaxIdRepository } from './customer-tax-id.repository.js';

@Injectable()
export class CustomerTaxIdProcessor {
  constructor(private readonly taxIds: CustomerTaxIdRepository) {}

  @OnStripeEvent('customer.tax_id.created', 'customer.tax_id.updated', 'customer.tax_id.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.taxIds.apply(tx, event, toCustomerTaxId);
  }
}
