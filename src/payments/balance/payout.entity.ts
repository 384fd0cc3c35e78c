import { Column, Entity } from 'typeorm';
import { FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** Money on its way from the balance to a bank account or card. Minor units. */
@Entity('payouts')
export class Payout extends MirrorEntity {
  /** One that is `paid` may still become `failed`, within five business days. */
  @Column(TEXT)
  status: string | null;

  @Column(TEXT)
  currency: string | null;

  /** Negative when the balance was negative and the bank account was debited. */
  @Column(WHOLE)
  amount: number | null;

  /** Midnight UTC of the day on which it should arrive. */
  @Column(TIME)
  arrivalDate: Date | null;

  /** By schedule. Only these can be reconciled with their balance transactions. */
  @Column(FLAG)
  automatic: boolean | null;

  @Column(TEXT)
  method: string | null;

  /** `bank_account` or `card`. */
  @Column(TEXT)
  type: string | null;

  @Column(TEXT)
  destinationId: string | null;

  @Column(TEXT)
  balanceTransactionId: string | null;

  /** What put the money back when it failed or was canceled. */
  @Column(TEXT)
  failureBalanceTransactionId: string | null;

  @Column(TEXT)
  failureCode: string | null;

  @Column(TEXT)
  failureMessage: string | null;

  /** The payout that this one reverses. */
  @Column(TEXT)
  originalPayoutId: string | null;

  /** The payout that reverses this one. */
  @Column(TEXT)
  reversedById: string | null;

  @Column(TEXT)
  reconciliationStatus: string | null;

  @Column(TEXT)
  statementDescriptor: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type PayoutColumns = MirrorColumns<Payout>;
