import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toPromotionCode } from './promotion-code.mapper.js';
import { PromotionCodeRepository } from './promotion-code.repository.js';

@Injectable()
export class PromotionCodeProcessor {
  constructor(private readonly promotionCodes: PromotionCodeRepository) {}

  @OnStripeEvent('promotion_code.created', 'promotion_code.updated')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.promotionCodes.apply(tx, event, toPromotionCode);
  }
}
