import { Column, Entity } from 'typeorm';
import { JSONB, TEXT, WHOLE } from '../../database/columns.js';
import { OwnedEntity, type OwnedColumns } from '../../database/mirror.entity.js';

/** One line of a credit note; `parent_id` is the credit note's. Minor units of the credit note's currency. */
@Entity('credit_note_lines')
export class CreditNoteLine extends OwnedEntity {
  /** `invoice_line_item` or `custom_line_item`. */
  @Column(TEXT)
  type: string | null;

  /** The line that it takes off from. */
  @Column(TEXT)
  invoiceLineId: string | null;

  /** Without discount and without tax that is added. */
  @Column(WHOLE)
  amount: number | null;

  @Column(TEXT)
  description: string | null;

  @Column(WHOLE)
  quantity: number | null;

  /** Null where the amount was given as a whole, and for a fraction of a minor unit. */
  @Column(WHOLE)
  unitAmount: number | null;

  /** As text: up to twelve decimals of a minor unit. */
  @Column(TEXT)
  unitAmountDecimal: string | null;

  @Column(WHOLE)
  tax: number | null;

  @Column(WHOLE)
  discountAmount: number | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;
}

export type CreditNoteLineColumns = OwnedColumns<CreditNoteLine>;
