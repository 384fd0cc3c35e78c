import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';
import type { AppliedDiscount } from '../../stripe/shapes/discounts.js';
import type { SubscriptionItemColumns } from './subscription-item.entity.js';

/** A subscription; one that ended stays as `canceled`. */
@Entity('subscriptions')
export class Subscription extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  /** `metadata.tenant_id`, else `metadata.user_id`. */
  @Column(TEXT)
  tenantId: string | null;

  @Column(TEXT)
  status: string | null;

  @Column(TEXT)
  currency: string | null;

  @Column(TEXT)
  collectionMethod: string | null;

  @Column(COUNT)
  daysUntilDue: number | null;

  /** The earliest of its items'. */
  @Column(TIME)
  currentPeriodStart: Date | null;

  /** The latest of its items'. */
  @Column(TIME)
  currentPeriodEnd: Date | null;

  @Column(TIME)
  billingCycleAnchor: Date | null;

  @Column(TIME)
  trialStart: Date | null;

  @Column(TIME)
  trialEnd: Date | null;

  /** It is going to end, whichever way Stripe says so (`cancel_at_period_end` is false for most since clover). */
  @Column(FLAG)
  cancelling: boolean | null;

  /** When it is going to end, or was to. */
  @Column(TIME)
  cancelAt: Date | null;

  /** When somebody decided so, not when it ended. */
  @Column(TIME)
  canceledAt: Date | null;

  @Column(TIME)
  endedAt: Date | null;

  @Column(TEXT)
  cancellationReason: string | null;

  @Column(TEXT)
  cancellationFeedback: string | null;

  /** Why `status` is paused (since endive). */
  @Column(TEXT)
  pauseReason: string | null;

  /** Invoices are not collected, while `status` stays active. */
  @Column(TEXT)
  pauseCollectionBehavior: string | null;

  @Column(TIME)
  pauseCollectionResumesAt: Date | null;

  /** A payment method, or a card or source of older days; null is the customer's. */
  @Column(TEXT)
  defaultPaymentMethodId: string | null;

  /** A change waits for its payment, and is dropped at this time; null when none waits. */
  @Column(TIME)
  pendingUpdateExpiresAt: Date | null;

  @Column(TEXT)
  latestInvoiceId: string | null;

  @Column(TEXT)
  pendingSetupIntentId: string | null;

  @Column(TEXT)
  scheduleId: string | null;

  @Column(TEXT)
  testClockId: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(JSONB)
  discounts: AppliedDiscount[] | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type SubscriptionColumns = MirrorColumns<Subscription> & { items: SubscriptionItemColumns[] };
