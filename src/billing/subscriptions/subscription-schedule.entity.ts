import { Column, Entity } from 'typeorm';
import { JSONB, TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';
import type { SubscriptionSchedulePhaseColumns } from './subscription-schedule-phase.entity.js';

/** What a subscription is going to become, phase by phase. */
@Entity('subscription_schedules')
export class SubscriptionSchedule extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  /** Null until the first phase begins, and once it is released. */
  @Column(TEXT)
  subscriptionId: string | null;

  /** The subscription that it let go of. */
  @Column(TEXT)
  releasedSubscriptionId: string | null;

  @Column(TEXT)
  status: string | null;

  /** `release` keeps the subscription after the last phase, `cancel` ends it. */
  @Column(TEXT)
  endBehavior: string | null;

  /** Null unless `active`. */
  @Column(TIME)
  currentPhaseStart: Date | null;

  @Column(TIME)
  currentPhaseEnd: Date | null;

  /** Of phases that do not say otherwise. */
  @Column(TEXT)
  collectionMethod: string | null;

  /** Likewise; a payment method, or a source of older days; null is the customer's. */
  @Column(TEXT)
  defaultPaymentMethodId: string | null;

  @Column(TIME)
  canceledAt: Date | null;

  @Column(TIME)
  completedAt: Date | null;

  @Column(TIME)
  releasedAt: Date | null;

  @Column(TEXT)
  testClockId: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type SubscriptionScheduleColumns = MirrorColumns<SubscriptionSchedule> & {
  phases: SubscriptionSchedulePhaseColumns[];
};
