import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toSubscription } from './subscription.mapper.js';
import { SubscriptionRepository } from './subscription.repository.js';

@Injectable()
export class SubscriptionProcessor {
  constructor(private readonly subscriptions: SubscriptionRepository) {}

  @OnStripeEvent(
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'customer.subscription.trial_will_end',
    'customer.subscription.pending_update_applied',
    'customer.subscription.pending_update_expired',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.subscriptions.apply(tx, event, toSubscription);
  }
}
