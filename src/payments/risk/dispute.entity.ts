import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, TEXT, TEXTS, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** A customer's bank takes a payment back, or asks about it. Amounts are in minor units. The evidence is not kept. */
@Entity('disputes')
export class Dispute extends MirrorEntity {
  @Column(TEXT)
  chargeId: string | null;

  @Column(TEXT)
  paymentIntentId: string | null;

  /** `warning_…` is an inquiry: nothing is withdrawn yet. */
  @Column(TEXT)
  status: string | null;

  @Column(TEXT)
  reason: string | null;

  /** The card network's own code. */
  @Column(TEXT)
  networkReasonCode: string | null;

  /** Null before 2022. */
  @Column(TEXT)
  paymentMethodType: string | null;

  /** A refund would end it. */
  @Column(FLAG)
  isChargeRefundable: boolean | null;

  @Column(TEXT)
  currency: string | null;

  @Column(WHOLE)
  amount: number | null;

  /** Null when nothing can be sent (any more). */
  @Column(TIME)
  evidenceDueBy: Date | null;

  /** Evidence is staged, sent or not. */
  @Column(FLAG)
  hasEvidence: boolean | null;

  @Column(FLAG)
  evidencePastDue: boolean | null;

  @Column(COUNT)
  evidenceSubmissionCount: number | null;

  /** What it moved on the balance, in order. */
  @Column(TEXTS)
  balanceTransactionIds: string[] | null;

  /** Taken from the balance, with fees, in `net_currency`; null when the snapshot does not tell. */
  @Column(WHOLE)
  netWithdrawn: number | null;

  /** Given back, likewise. */
  @Column(WHOLE)
  netReinstated: number | null;

  /** The balance's currency, which need not be the dispute's; null while nothing has moved. */
  @Column(TEXT)
  netCurrency: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type DisputeColumns = MirrorColumns<Dispute>;
