import { Column, Entity } from 'typeorm';
import { FLAG, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** Which payment paid how much of which invoice: the link between both since basil. Minor units. */
@Entity('invoice_payments')
export class InvoicePayment extends MirrorEntity {
  @Column(TEXT)
  invoiceId: string | null;

  /** `payment_intent`, `charge` or `payment_record`. */
  @Column(TEXT)
  paymentType: string | null;

  @Column(TEXT)
  paymentIntentId: string | null;

  @Column(TEXT)
  chargeId: string | null;

  @Column(TEXT)
  status: string | null;

  @Column(FLAG)
  isDefault: boolean | null;

  @Column(TEXT)
  currency: string | null;

  @Column(WHOLE)
  amountRequested: number | null;

  @Column(WHOLE)
  amountPaid: number | null;

  @Column(TIME)
  paidAt: Date | null;

  @Column(TIME)
  canceledAt: Date | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type InvoicePaymentColumns = MirrorColumns<InvoicePayment>;
