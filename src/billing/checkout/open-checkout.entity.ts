import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TEXT, TIME } from '../../database/columns.js';

/** The session that a tenant has open to buy a subscription, or had last; and who is about to open another. */
@Entity('open_checkouts')
export class OpenCheckout {
  /** Connected account, '' for your own. */
  @PrimaryColumn('text', { default: '' })
  account: string;

  @PrimaryColumn('text')
  tenantId: string;

  /** Null while the first is being opened. */
  @Column(TEXT)
  sessionId: string | null;

  /** Stripe's idempotency key of the session: the same request, sent again, is about this one and replaces none. */
  @Column(TEXT)
  requestKey: string | null;

  /** Of whoever is at it; null: nobody. */
  @Column({ type: 'uuid', nullable: true })
  lease: string | null;

  @Column(TIME)
  leasedUntil: Date | null;
}
