import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { TEXT, TIME, WHOLE } from '../../database/columns.js';

/**
 * `pending`: reserved, and on its way to Stripe. `unknown`: it left, and no answer came. `made`: Stripe has made the
 * refund. `refused`: Stripe will not. `not_made`: it never got to Stripe. The last two hold nothing any more.
 */
export type RefundRequestState = 'pending' | 'unknown' | 'made' | 'refused' | 'not_made';

/** A refund that somebody asked for. Its amount is reserved before Stripe is asked. Minor units. */
@Entity('refund_requests')
@Index(['account', 'chargeId'])
@Index(['account', 'refundId'])
export class RefundRequest {
  /** `rfr_…`: Stripe's idempotency key, and in the refund's metadata. */
  @PrimaryColumn('text')
  id: string;

  /** Connected account, '' for your own. */
  @Column('text', { default: '' })
  account: string;

  @Column('text')
  chargeId: string;

  @Column(TEXT)
  paymentIntentId: string | null;

  @Column({ ...WHOLE, nullable: false })
  amount: number;

  @Column('text')
  currency: string;

  @Column(TEXT)
  reason: string | null;

  /** Whether the connected account gives its part of a destination charge back. */
  @Column('boolean', { default: false })
  reverseTransfer: boolean;

  /** Whether you give your fee back to the connected account. */
  @Column('boolean', { default: false })
  refundApplicationFee: boolean;

  @Column('text')
  state: RefundRequestState;

  /** A hash of who asked for what under which `Idempotency-Key`; by chance without one. */
  @Index()
  @Column('text')
  idempotencyKey: string;

  /** Stripe's refund, once it has answered. */
  @Column(TEXT)
  refundId: string | null;

  /** What Stripe answered; what became of it since is in `refunds`. */
  @Column(TEXT)
  refundStatus: string | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  refundCreatedAt: Date | null;

  /** Why Stripe refused, as docs.stripe.com/error-codes has it. */
  @Column(TEXT)
  stripeCode: string | null;

  /** Until when a process may still be sending it. */
  @Column('timestamptz')
  triedUntil: Date;

  /** How often Stripe's list, or ours, was looked through for it. */
  @Column('integer', { default: 0 })
  looks: number;

  /** When it is next; null: its end is known. */
  @Index()
  @Column(TIME)
  lookAt: Date | null;

  /** Since when Stripe, asked for it, refuses to tell; null: it has not, or has told since. */
  @Column(TIME)
  untoldSince: Date | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: Date;

  @Column(TIME)
  settledAt: Date | null;
}
