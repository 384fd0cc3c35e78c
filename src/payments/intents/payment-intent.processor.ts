import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toPaymentIntent } from './payment-intent.mapper.js';
import { PaymentIntentRepository } from './payment-intent.repository.js';

@Injectable()
export class PaymentIntentProcessor {
  constructor(private readonly paymentIntents: PaymentIntentRepository) {}

  @OnStripeEvent(
    'payment_intent.created',
    'payment_intent.processing',
    'payment_intent.requires_action',
    'payment_intent.amount_capturable_updated',
    'payment_intent.partially_funded',
    'payment_intent.succeeded',
    'payment_intent.payment_failed',
    'payment_intent.canceled',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.paymentIntents.apply(tx, event, toPaymentIntent);
  }
}
