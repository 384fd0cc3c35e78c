import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toRefund } from './refund.mapper.js';
import { RefundRepository } from './refund.repository.js';

@Injectable()
export class RefundProcessor {
  constructor(private readonly refunds: RefundRepository) {}

  /** `charge.refund.updated` is what `refund.updated` was called; both still come. */
  @OnStripeEvent('refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.refunds.apply(tx, event, toRefund);
  }
}
