import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toCoupon } from './coupon.mapper.js';
import { CouponRepository } from './coupon.repository.js';

@Injectable()
export class CouponProcessor {
  constructor(private readonly coupons: CouponRepository) {}

  @OnStripeEvent('coupon.created', 'coupon.updated', 'coupon.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.coupons.apply(tx, event, toCoupon);
  }
}
