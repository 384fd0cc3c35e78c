import { Column, Entity } from 'typeorm';
import { JSONB, TEXT, TIME } from '../../database/columns.js';
import { OwnedEntity, type OwnedColumns } from '../../database/mirror.entity.js';
import type { AppliedDiscount } from '../../stripe/shapes/discounts.js';
import type { ScheduledItem } from '../../stripe/shapes/schedule-phase.js';

/**
 * One phase of a schedule; `parent_id` is the schedule's. Stripe gives phases no id: `id` is the place in the list, from
 * 1, and the end of one phase is the start of the next.
 */
@Entity('subscription_schedule_phases')
export class SubscriptionSchedulePhase extends OwnedEntity {
  @Column(TIME)
  startsAt: Date | null;

  @Column(TIME)
  endsAt: Date | null;

  /** Until then nothing is billed; the whole phase when it is its end. */
  @Column(TIME)
  trialEnd: Date | null;

  @Column(TEXT)
  currency: string | null;

  /** Null is the schedule's. */
  @Column(TEXT)
  collectionMethod: string | null;

  /** Null is the schedule's. */
  @Column(TEXT)
  defaultPaymentMethodId: string | null;

  @Column(TEXT)
  prorationBehavior: string | null;

  /** `phase_start` moves the billing cycle to the start of the phase. */
  @Column(TEXT)
  billingCycleAnchor: string | null;

  @Column(TEXT)
  description: string | null;

  /** Billed in each period. */
  @Column(JSONB)
  items: ScheduledItem[] | null;

  /** Billed once, with the first invoice of the phase. */
  @Column(JSONB)
  addInvoiceItems: ScheduledItem[] | null;

  @Column(JSONB)
  discounts: AppliedDiscount[] | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;
}

export type SubscriptionSchedulePhaseColumns = OwnedColumns<SubscriptionSchedulePhase>;
