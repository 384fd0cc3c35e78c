import { Column, Entity, PrimaryColumn } from 'typeorm';
import { JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';

/** As it stands in a jsonb column, so in Stripe's own spelling. Minor units. */
export interface FeeDetail {
  /** `stripe_fee`, `application_fee`, `tax`, … */
  readonly type: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly description: string | null;
}

/**
 * One movement of an account's balance, in the balance's currency and minor units. Stripe never changes the money of one
 * and sends no event for it, so it has no mark: until it is read it has nothing but its identity.
 */
@Entity('balance_transactions')
export class BalanceTransaction {
  /** Connected account, '' for the own one. */
  @PrimaryColumn('text', { default: '' })
  account: string;

  @PrimaryColumn('text')
  id: string;

  /** `charge`, `payment`, `refund`, `adjustment`, `payout`, … */
  @Column(TEXT)
  type: string | null;

  /** Coarser, and made for reports; null in very old snapshots. */
  @Column(TEXT)
  reportingCategory: string | null;

  /** The charge, refund, dispute or payout that it belongs to. */
  @Column(TEXT)
  sourceId: string | null;

  @Column(TEXT)
  currency: string | null;

  /** Negative when money leaves. */
  @Column(WHOLE)
  amount: number | null;

  @Column(WHOLE)
  fee: number | null;

  /** `amount - fee`. */
  @Column(WHOLE)
  net: number | null;

  /** From the source's currency to this one, as Stripe spells it; null when nothing was converted. */
  @Column(TEXT)
  exchangeRate: string | null;

  /** When it can be paid out. */
  @Column(TIME)
  availableOn: Date | null;

  @Column(TEXT)
  description: string | null;

  @Column(JSONB)
  feeDetails: FeeDetail[] | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;

  /** When its facts came; null while it is only known by name. */
  @Column(TIME)
  readAt: Date | null;

  /** Reads begun. */
  @Column('integer', { default: 0 })
  attempts: number;

  /** Null once read, and when it is given up: `last_error` then says why. */
  @Column('timestamptz', { nullable: true, default: () => 'now()' })
  nextAttemptAt: Date | null;

  @Column(TEXT)
  lastError: string | null;
}

/** What a mapper fills in: the facts, without identity and bookkeeping. */
export type BalanceTransactionColumns = Omit<
  BalanceTransaction,
  'account' | 'id' | 'readAt' | 'attempts' | 'nextAttemptAt' | 'lastError'
>;
