import { Column, Entity } from 'typeorm';
import { FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';
import type { CreditNoteLineColumns } from './credit-note-line.entity.js';

/** What was taken off an invoice after it was finalized. Amounts are in minor units, and positive. */
@Entity('credit_notes')
export class CreditNote extends MirrorEntity {
  @Column(TEXT)
  invoiceId: string | null;

  @Column(TEXT)
  customerId: string | null;

  /** `issued` or `void`; one that is void takes off nothing. */
  @Column(TEXT)
  status: string | null;

  /** `pre_payment`, `post_payment` or `mixed`. */
  @Column(TEXT)
  type: string | null;

  @Column(TEXT)
  reason: string | null;

  @Column(TEXT)
  number: string | null;

  @Column(TEXT)
  currency: string | null;

  /** With tax. */
  @Column(WHOLE)
  amount: number | null;

  /** Without discount and without tax that is added. */
  @Column(WHOLE)
  subtotal: number | null;

  @Column(WHOLE)
  total: number | null;

  @Column(WHOLE)
  tax: number | null;

  @Column(WHOLE)
  discountAmount: number | null;

  /** By which the invoice was due less. */
  @Column(WHOLE)
  prePaymentAmount: number | null;

  /** Refunded, credited to the customer's balance, or given back outside of Stripe. */
  @Column(WHOLE)
  postPaymentAmount: number | null;

  /** The part of `post_payment_amount` that was given back outside of Stripe. */
  @Column(WHOLE)
  outOfBandAmount: number | null;

  @Column(JSONB)
  refundIds: string[] | null;

  @Column(TEXT)
  customerBalanceTransactionId: string | null;

  /** For the customer to read. */
  @Column(TEXT)
  memo: string | null;

  @Column(TEXT)
  pdf: string | null;

  /** False when Stripe cut the list of lines: `credit_note_lines` then lacks some. */
  @Column(FLAG)
  linesComplete: boolean | null;

  /** The date of issue that it bears. */
  @Column(TIME)
  effectiveAt: Date | null;

  @Column(TIME)
  voidedAt: Date | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type CreditNoteColumns = MirrorColumns<CreditNote> & { lines: CreditNoteLineColumns[] };
