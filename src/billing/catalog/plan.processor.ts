import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toPlan } from './plan.mapper.js';
import { PlanRepository } from './plan.repository.js';

@Injectable()
export class PlanProcessor {
  constructor(private readonly plans: PlanRepository) {}

  @OnStripeEvent('plan.created', 'plan.updated', 'plan.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.plans.apply(tx, event, toPlan);
  }
}
