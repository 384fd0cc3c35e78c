import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';
import type { AppliedDiscount } from '../../stripe/shapes/discounts.js';
import type { InvoiceLineColumns } from './invoice-line.entity.js';

/** An invoice. Amounts are in minor units. */
@Entity('invoices')
export class Invoice extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  @Column(TEXT)
  subscriptionId: string | null;

  /** Null since basil where `invoice_payments` tells instead. */
  @Column(TEXT)
  paymentIntentId: string | null;

  /** Likewise. */
  @Column(TEXT)
  chargeId: string | null;

  @Column(TEXT)
  status: string | null;

  @Column(FLAG)
  paid: boolean | null;

  @Column(TEXT)
  number: string | null;

  @Column(TEXT)
  billingReason: string | null;

  @Column(TEXT)
  collectionMethod: string | null;

  @Column(TEXT)
  currency: string | null;

  @Column(WHOLE)
  subtotal: number | null;

  @Column(WHOLE)
  total: number | null;

  @Column(WHOLE)
  tax: number | null;

  @Column(WHOLE)
  amountDiscount: number | null;

  @Column(WHOLE)
  amountDue: number | null;

  @Column(WHOLE)
  amountPaid: number | null;

  @Column(WHOLE)
  amountRemaining: number | null;

  /** Paid beyond what was due; credited to the customer's balance. */
  @Column(WHOLE)
  amountOverpaid: number | null;

  @Column(WHOLE)
  startingBalance: number | null;

  @Column(COUNT)
  attemptCount: number | null;

  @Column(FLAG)
  attempted: boolean | null;

  /** Null when no attempt is planned. */
  @Column(TIME)
  nextPaymentAttempt: Date | null;

  /** For invoices that are sent. */
  @Column(TIME)
  dueDate: Date | null;

  @Column(TIME)
  periodStart: Date | null;

  @Column(TIME)
  periodEnd: Date | null;

  @Column(TIME)
  finalizedAt: Date | null;

  @Column(TIME)
  paidAt: Date | null;

  @Column(TIME)
  voidedAt: Date | null;

  @Column(TIME)
  markedUncollectibleAt: Date | null;

  @Column(TEXT)
  finalizationErrorCode: string | null;

  @Column(TEXT)
  finalizationErrorMessage: string | null;

  @Column(TEXT)
  defaultPaymentMethodId: string | null;

  /** Where the customer can see and pay it. */
  @Column(TEXT)
  hostedInvoiceUrl: string | null;

  @Column(TEXT)
  invoicePdf: string | null;

  @Column(TEXT)
  description: string | null;

  /** False when Stripe cut the list of lines: `invoice_lines` then lacks some. */
  @Column(FLAG)
  linesComplete: boolean | null;

  @Column(JSONB)
  discounts: AppliedDiscount[] | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type InvoiceColumns = MirrorColumns<Invoice> & { lines: InvoiceLineColumns[] };
