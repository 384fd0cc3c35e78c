import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** What a product costs. Amounts are in minor units. */
@Entity('prices')
export class Price extends MirrorEntity {
  @Column(FLAG)
  active: boolean | null;

  @Column(TEXT)
  productId: string | null;

  @Column(TEXT)
  lookupKey: string | null;

  @Column(TEXT)
  nickname: string | null;

  /** `recurring` or `one_time`. */
  @Column(TEXT)
  type: string | null;

  @Column(TEXT)
  currency: string | null;

  /** Null for tiers, for a fraction of a minor unit, and where the customer chooses. */
  @Column(WHOLE)
  unitAmount: number | null;

  /** As text: up to twelve decimals of a minor unit. */
  @Column(TEXT)
  unitAmountDecimal: string | null;

  @Column(TEXT)
  billingScheme: string | null;

  @Column(TEXT)
  tiersMode: string | null;

  @Column(TEXT)
  taxBehavior: string | null;

  @Column(TEXT)
  usageType: string | null;

  @Column(TEXT)
  recurringInterval: string | null;

  @Column(COUNT)
  recurringIntervalCount: number | null;

  @Column(COUNT)
  trialPeriodDays: number | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type PriceColumns = MirrorColumns<Price>;
