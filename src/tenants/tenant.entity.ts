import { Column, Entity, PrimaryColumn } from 'typeorm';
import { JSONB_FILLED, TEXT, TEXTS_FILLED, TIME, WHOLE, WHOLE_FILLED } from '../database/columns.js';

/**
 * One of the adopter's own customers, users or workspaces, and the subscription that counts for it. Computed from the
 * mirrored rows, never from an event.
 */
@Entity('tenants')
export class Tenant {
  /** Connected account, '' for the own account. */
  @PrimaryColumn('text', { default: '' })
  account: string;

  /** The adopter's own id. */
  @PrimaryColumn('text')
  id: string;

  /** The subscription's, else the surest, then the oldest; null when no customer belongs to the tenant any more. */
  @Column(TEXT)
  customerId: string | null;

  @Column(TEXT)
  subscriptionId: string | null;

  /** As Stripe says it; a subscription that ended stays until there is a new one. */
  @Column(TEXT)
  subscriptionStatus: string | null;

  /** Of the subscription's first item, as the next two. */
  @Column(TEXT)
  priceId: string | null;

  @Column(TEXT)
  productId: string | null;

  @Column(WHOLE)
  quantity: number | null;

  @Column(TIME)
  currentPeriodEnd: Date | null;

  /** When the subscription is going to end, or was to. */
  @Column(TIME)
  cancelAt: Date | null;

  /** Subscriptions that have not ended. More than one needs a human: the tenant may be paying twice. */
  @Column('integer', { default: 0 })
  liveSubscriptions: number;

  /** Their ids, sorted. */
  @Column(TEXTS_FILLED)
  liveSubscriptionIds: string[];

  /** Since when there has been more than one. */
  @Column(TIME)
  severalLiveSince: Date | null;

  /** Key of the first item's plan, whatever the subscription's status. */
  @Column(TEXT)
  plan: string | null;

  /** What the tenant may use now, sorted. */
  @Column(TEXTS_FILLED)
  features: string[];

  /** How much of it, by name: a whole number or `unlimited`. */
  @Column(JSONB_FILLED)
  limits: Record<string, number | 'unlimited'>;

  /** Who says what the features are: `stripe` or `plan`; null when nobody does. */
  @Column(TEXT)
  entitledBy: string | null;

  /** Grows by one with each change of the row. */
  @Column(WHOLE_FILLED)
  version: number;

  /** When one of the above last changed, by our clock. */
  @Column('timestamptz', { default: () => 'now()' })
  updatedAt: Date;
}
