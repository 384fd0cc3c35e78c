import { isHash } from '../previous-attributes.js';
import { BASIL, type VersionMove, without } from './move.js';
import { taxAmounts } from './taxes.js';

/** Before basil: one `refund` instead of `refunds`, and `tax_amounts` instead of `total_taxes`. */
export const creditNoteRefund: VersionMove = {
  since: BASIL,
  object: 'credit_note',
  downgrade(fields) {
    const refunds = Array.isArray(fields['refunds']) ? fields['refunds'].filter(isHash) : [];
    return {
      ...without(fields, 'refunds', 'total_taxes'),
      refund: refunds[0]?.['refund'] ?? null,
      tax_amounts: taxAmounts(fields['total_taxes']),
    };
  },
};

/** Before basil a line of a credit note said `tax_amounts` instead of `taxes`. */
export const creditNoteLineTax: VersionMove = {
  since: BASIL,
  object: 'credit_note_line_item',
  downgrade(fields) {
    return { ...without(fields, 'taxes'), tax_amounts: taxAmounts(fields['taxes']) };
  },
};
