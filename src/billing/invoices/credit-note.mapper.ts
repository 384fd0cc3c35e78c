import { createdAt } from '../../stripe/shapes/created.js';
import { creditNoteAmounts, creditNoteRefunds } from '../../stripe/shapes/credit-note.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { isWhole, list } from '../../stripe/shapes/list.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { creditNoteTax } from '../../stripe/shapes/taxes.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { CreditNoteColumns } from './credit-note.entity.js';
import { toCreditNoteLine } from './credit-note-line.mapper.js';

export function toCreditNote(creditNote: StripeObject): CreditNoteColumns {
  return {
    invoiceId: id(creditNote, 'invoice'),
    customerId: id(creditNote, 'customer'),
    status: word(creditNote, 'status'),
    type: word(creditNote, 'type'),
    reason: text(creditNote, 'reason'),
    number: text(creditNote, 'number'),
    currency: currencyOf(creditNote),
    amount: integer(creditNote, 'amount'),
    subtotal: integer(creditNote, 'subtotal'),
    total: integer(creditNote, 'total'),
    tax: creditNoteTax(creditNote),
    discountAmount: integer(creditNote, 'discount_amount'),
    ...creditNoteAmounts(creditNote),
    outOfBandAmount: integer(creditNote, 'out_of_band_amount'),
    refundIds: creditNoteRefunds(creditNote),
    customerBalanceTransactionId: id(creditNote, 'customer_balance_transaction'),
    memo: text(creditNote, 'memo'),
    pdf: text(creditNote, 'pdf'),
    linesComplete: isWhole(creditNote, 'lines'),
    effectiveAt: seconds(creditNote, 'effective_at'),
    voidedAt: seconds(creditNote, 'voided_at'),
    metadata: metadataOf(creditNote),
    createdAt: createdAt(creditNote),
    lines: list(creditNote, 'lines').map(toCreditNoteLine),
  };
}
