import { Column, Entity } from 'typeorm';
import { FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** A code that a customer types in to redeem a coupon. */
@Entity('promotion_codes')
export class PromotionCode extends MirrorEntity {
  @Column(FLAG)
  active: boolean | null;

  /** As the customer types it, in any case of letters. */
  @Column(TEXT)
  code: string | null;

  @Column(TEXT)
  couponId: string | null;

  /** Null when any customer may redeem it. */
  @Column(TEXT)
  customerId: string | null;

  /** Null for any number. */
  @Column(WHOLE)
  maxRedemptions: number | null;

  @Column(WHOLE)
  timesRedeemed: number | null;

  /** Only for customers who have not paid before. */
  @Column(FLAG)
  firstTimeTransaction: boolean | null;

  /** Minor units that the purchase has to come to. */
  @Column(WHOLE)
  minimumAmount: number | null;

  @Column(TEXT)
  minimumAmountCurrency: string | null;

  @Column(TIME)
  expiresAt: Date | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type PromotionCodeColumns = MirrorColumns<PromotionCode>;
