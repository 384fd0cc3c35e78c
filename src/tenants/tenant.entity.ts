import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TEXT, TIME, WHOLE } from '../database/columns.js';

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

  /** The subscription's, else the latest; null when no customer belongs to the tenant any more. */
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

  /** When one of the above last changed, by our clock. */
  @Column('timestamptz', { default: () => 'now()' })
  updatedAt: Date;
}
