import { Column, Entity } from 'typeorm';
import { JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** Money going back. It can still fail after it succeeded. Minor units. */
@Entity('refunds')
export class Refund extends MirrorEntity {
  @Column(TEXT)
  chargeId: string | null;

  @Column(TEXT)
  paymentIntentId: string | null;

  @Column(TEXT)
  balanceTransactionId: string | null;

  /** What gave the money back to the balance when it failed. */
  @Column(TEXT)
  failureBalanceTransactionId: string | null;

  @Column(TEXT)
  status: string | null;

  @Column(TEXT)
  reason: string | null;

  @Column(TEXT)
  failureReason: string | null;

  @Column(TEXT)
  pendingReason: string | null;

  @Column(TEXT)
  currency: string | null;

  @Column(WHOLE)
  amount: number | null;

  @Column(TEXT)
  description: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type RefundColumns = MirrorColumns<Refund>;
