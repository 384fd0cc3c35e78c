import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, PERCENT, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** What may be taken off: a share or an amount. It takes off nothing until a discount applies it. */
@Entity('coupons')
export class Coupon extends MirrorEntity {
  @Column(TEXT)
  name: string | null;

  /** Null for a coupon of an amount. */
  @Column(PERCENT)
  percentOff: number | null;

  /** Minor units; null for a coupon of a share. */
  @Column(WHOLE)
  amountOff: number | null;

  /** Of `amount_off`. */
  @Column(TEXT)
  currency: string | null;

  /** `once`, `repeating` or `forever`. */
  @Column(TEXT)
  duration: string | null;

  /** For `repeating`. */
  @Column(COUNT)
  durationInMonths: number | null;

  /** Null for any number. */
  @Column(WHOLE)
  maxRedemptions: number | null;

  @Column(WHOLE)
  timesRedeemed: number | null;

  /** Until when it can be redeemed; discounts that apply it go on. */
  @Column(TIME)
  redeemBy: Date | null;

  /** Whether it can still be redeemed. */
  @Column(FLAG)
  valid: boolean | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type CouponColumns = MirrorColumns<Coupon>;
