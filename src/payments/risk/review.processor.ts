import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toReview } from './review.mapper.js';
import { ReviewRepository } from './review.repository.js';

@Injectable()
export class ReviewProcessor {
  constructor(private readonly reviews: ReviewRepository) {}

  @OnStripeEvent('review.opened', 'review.closed')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.reviews.apply(tx, event, toReview);
  }
}
