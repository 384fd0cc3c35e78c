import { Column, Entity } from 'typeorm';
import { FLAG, JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { OwnedEntity, type OwnedColumns } from '../../database/mirror.entity.js';

/** One line of an invoice; `parent_id` is the invoice's. Amounts are in minor units, negative for unused time. */
@Entity('invoice_lines')
export class InvoiceLine extends OwnedEntity {
  /** Without discount and without tax that is added. */
  @Column(WHOLE)
  amount: number | null;

  @Column(TEXT)
  currency: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(WHOLE)
  quantity: number | null;

  @Column(TEXT)
  priceId: string | null;

  @Column(TEXT)
  productId: string | null;

  @Column(TEXT)
  subscriptionId: string | null;

  @Column(TEXT)
  subscriptionItemId: string | null;

  @Column(TEXT)
  invoiceItemId: string | null;

  @Column(FLAG)
  proration: boolean | null;

  @Column(WHOLE)
  tax: number | null;

  @Column(WHOLE)
  amountDiscount: number | null;

  @Column(TIME)
  periodStart: Date | null;

  @Column(TIME)
  periodEnd: Date | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;
}

export type InvoiceLineColumns = OwnedColumns<InvoiceLine>;
