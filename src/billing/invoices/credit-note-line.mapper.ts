import { id, integer, ownId, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { lineTax } from '../../stripe/shapes/taxes.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { CreditNoteLineColumns } from './credit-note-line.entity.js';

export function toCreditNoteLine(line: StripeObject): CreditNoteLineColumns {
  return {
    id: ownId(line),
    type: word(line, 'type'),
    invoiceLineId: id(line, 'invoice_line_item'),
    amount: integer(line, 'amount'),
    description: text(line, 'description'),
    quantity: integer(line, 'quantity'),
    unitAmount: integer(line, 'unit_amount'),
    unitAmountDecimal: text(line, 'unit_amount_decimal'),
    tax: lineTax(line),
    discountAmount: integer(line, 'discount_amount'),
    metadata: metadataOf(line),
  };
}
