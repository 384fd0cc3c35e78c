import { Column, Entity } from 'typeorm';
import { JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** The intent to collect a payment. Amounts are in minor units. Its client secret is not kept. */
@Entity('payment_intents')
export class PaymentIntent extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  /** Null from basil until autumn 2025: see `invoice_payments`. */
  @Column(TEXT)
  invoiceId: string | null;

  /** The latest charge. */
  @Column(TEXT)
  chargeId: string | null;

  @Column(TEXT)
  paymentMethodId: string | null;

  @Column(TEXT)
  status: string | null;

  @Column(TEXT)
  currency: string | null;

  @Column(WHOLE)
  amount: number | null;

  @Column(WHOLE)
  amountCapturable: number | null;

  @Column(WHOLE)
  amountReceived: number | null;

  @Column(WHOLE)
  applicationFeeAmount: number | null;

  @Column(TEXT)
  captureMethod: string | null;

  @Column(TEXT)
  setupFutureUsage: string | null;

  /** Of the last attempt, as the next three. */
  @Column(TEXT)
  failureCode: string | null;

  @Column(TEXT)
  declineCode: string | null;

  @Column(TEXT)
  failureMessage: string | null;

  @Column(TEXT)
  cancellationReason: string | null;

  @Column(TIME)
  canceledAt: Date | null;

  /** Where Stripe sends the receipt; often all that is known of a guest. */
  @Column(TEXT)
  receiptEmail: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type PaymentIntentColumns = MirrorColumns<PaymentIntent>;
