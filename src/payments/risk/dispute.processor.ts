import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toDispute } from './dispute.mapper.js';
import { DisputeRepository } from './dispute.repository.js';

@Injectable()
export class DisputeProcessor {
  constructor(private readonly disputes: DisputeRepository) {}

  @OnStripeEvent(
    'charge.dispute.created',
    'charge.dispute.updated',
    'charge.dispute.closed',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.funds_reinstated',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.disputes.apply(tx, event, toDispute);
  }
}
