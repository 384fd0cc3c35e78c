import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** One attempt to move money. Amounts are in minor units. Of a card only what may be shown is kept. */
@Entity('charges')
export class Charge extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  @Column(TEXT)
  paymentIntentId: string | null;

  /** Null since basil: see `invoice_payments`. */
  @Column(TEXT)
  invoiceId: string | null;

  /** A payment method, or a card or source of older days. */
  @Column(TEXT)
  paymentMethodId: string | null;

  /** Null at first: it comes with `charge.updated`. */
  @Column(TEXT)
  balanceTransactionId: string | null;

  /** What took the money back when a payment failed after it had succeeded. */
  @Column(TEXT)
  failureBalanceTransactionId: string | null;

  @Column(TEXT)
  status: string | null;

  @Column(FLAG)
  captured: boolean | null;

  /** In full. */
  @Column(FLAG)
  refunded: boolean | null;

  @Column(FLAG)
  disputed: boolean | null;

  @Column(TEXT)
  currency: string | null;

  @Column(WHOLE)
  amount: number | null;

  @Column(WHOLE)
  amountCaptured: number | null;

  @Column(WHOLE)
  amountRefunded: number | null;

  @Column(WHOLE)
  applicationFeeAmount: number | null;

  @Column(TEXT)
  failureCode: string | null;

  @Column(TEXT)
  failureMessage: string | null;

  @Column(TEXT)
  outcomeType: string | null;

  @Column(TEXT)
  outcomeReason: string | null;

  @Column(TEXT)
  paymentMethodType: string | null;

  @Column(TEXT)
  brand: string | null;

  @Column(TEXT)
  last4: string | null;

  @Column(COUNT)
  expMonth: number | null;

  @Column(COUNT)
  expYear: number | null;

  /** ISO 3166-1 alpha-2: where the card was issued, or the bank account is. */
  @Column(TEXT)
  country: string | null;

  @Column(TEXT)
  receiptUrl: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type ChargeColumns = MirrorColumns<Charge>;
