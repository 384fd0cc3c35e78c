import { Column, Entity } from 'typeorm';
import { COUNT, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { OwnedEntity, type OwnedColumns } from '../../database/mirror.entity.js';

/** One price of a subscription; `parent_id` is the subscription's. */
@Entity('subscription_items')
export class SubscriptionItem extends OwnedEntity {
  /** A plan's id where there was no price yet. */
  @Column(TEXT)
  priceId: string | null;

  @Column(TEXT)
  productId: string | null;

  /** Null for metered usage. */
  @Column(WHOLE)
  quantity: number | null;

  @Column(TEXT)
  currency: string | null;

  /** Minor units; null for tiers. */
  @Column(WHOLE)
  unitAmount: number | null;

  @Column(TEXT)
  recurringInterval: string | null;

  @Column(COUNT)
  recurringIntervalCount: number | null;

  @Column(TIME)
  currentPeriodStart: Date | null;

  @Column(TIME)
  currentPeriodEnd: Date | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  @Column(TIME)
  createdAt: Date | null;
}

export type SubscriptionItemColumns = OwnedColumns<SubscriptionItem>;
