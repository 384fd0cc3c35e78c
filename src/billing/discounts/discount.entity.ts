import { Column, Entity } from 'typeorm';
import { TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/**
 * A coupon applied to something. Before 2020 a discount had no id: `id` is then that of what it hangs on, a subscription
 * or a customer, which has one discount at a time.
 */
@Entity('discounts')
export class Discount extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  /** When it applies to one subscription of the customer's. */
  @Column(TEXT)
  subscriptionId: string | null;

  @Column(TEXT)
  subscriptionItemId: string | null;

  @Column(TEXT)
  checkoutSessionId: string | null;

  @Column(TEXT)
  invoiceId: string | null;

  @Column(TEXT)
  invoiceItemId: string | null;

  @Column(TEXT)
  couponId: string | null;

  /** The code that was typed in, if one was. */
  @Column(TEXT)
  promotionCodeId: string | null;

  @Column(TIME)
  startsAt: Date | null;

  /** Null unless the coupon's duration is `repeating`. */
  @Column(TIME)
  endsAt: Date | null;
}

export type DiscountColumns = MirrorColumns<Discount>;
