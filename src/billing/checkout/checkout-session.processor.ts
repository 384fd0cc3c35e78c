import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toCheckoutSession } from './checkout-session.mapper.js';
import { CheckoutSessionRepository } from './checkout-session.repository.js';

@Injectable()
export class CheckoutSessionProcessor {
  constructor(private readonly sessions: CheckoutSessionRepository) {}

  @OnStripeEvent(
    'checkout.session.completed',
    'checkout.session.async_payment_succeeded',
    'checkout.session.async_payment_failed',
    'checkout.session.expired',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.sessions.apply(tx, event, toCheckoutSession);
  }
}
