import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toSubscriptionSchedule } from './subscription-schedule.mapper.js';
import { SubscriptionScheduleRepository } from './subscription-schedule.repository.js';

@Injectable()
export class SubscriptionScheduleProcessor {
  constructor(private readonly schedules: SubscriptionScheduleRepository) {}

  @OnStripeEvent(
    'subscription_schedule.created',
    'subscription_schedule.updated',
    'subscription_schedule.expiring',
    'subscription_schedule.completed',
    'subscription_schedule.released',
    'subscription_schedule.canceled',
    'subscription_schedule.aborted',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.schedules.apply(tx, event, toSubscriptionSchedule);
  }
}
