import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toPaymentMethod } from './payment-method.mapper.js';
import { PaymentMethodRepository } from './payment-method.repository.js';

@Injectable()
export class PaymentMethodProcessor {
  constructor(private readonly paymentMethods: PaymentMethodRepository) {}

  @OnStripeEvent(
    'payment_method.attached',
    'payment_method.detached',
    'payment_method.updated',
    'payment_method.automatically_updated',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.paymentMethods.apply(tx, event, toPaymentMethod);
  }
}
