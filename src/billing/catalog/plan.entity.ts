import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/**
 * What a recurring price was until 2020. Stripe still tells of both: the plan has the id of its price, but a row and
 * events of its own. Amounts are in minor units.
 */
@Entity('plans')
export class Plan extends MirrorEntity {
  @Column(FLAG)
  active: boolean | null;

  /** Null before 2018-02-05: a plan had a name then, and no product. */
  @Column(TEXT)
  productId: string | null;

  /** Before 2018-02-05 its name. */
  @Column(TEXT)
  nickname: string | null;

  @Column(TEXT)
  currency: string | null;

  /** Null for tiers, and for a fraction of a minor unit. */
  @Column(WHOLE)
  amount: number | null;

  /** As text: up to twelve decimals of a minor unit. */
  @Column(TEXT)
  amountDecimal: string | null;

  @Column(TEXT)
  interval: string | null;

  @Column(COUNT)
  intervalCount: number | null;

  @Column(TEXT)
  usageType: string | null;

  @Column(TEXT)
  billingScheme: string | null;

  @Column(TEXT)
  tiersMode: string | null;

  @Column(COUNT)
  trialPeriodDays: number | null;

  /** Null since 2018-02-05: the product has it. */
  @Column(TEXT)
  statementDescriptor: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type PlanColumns = MirrorColumns<Plan>;
