import { creditNoteLineTax, creditNoteRefund } from './credit-note-refund.move.js';

const tax = {
  amount: 19,
  tax_behavior: 'exclusive',
  tax_rate_details: { tax_rate: 'txr_1' },
  taxability_reason: 'standard_rated',
  taxable_amount: 100,
  type: 'tax_rate_details',
};
const former = {
  amount: 19,
  inclusive: false,
  tax_rate: 'txr_1',
  taxability_reason: 'standard_rated',
  taxable_amount: 100,
};

describe('credit-note-refund', () => {
  it('a credit note named one refund, and its taxes otherwise', () => {
    const refund = { amount_refunded: 100, payment_record_refund: null, refund: 're_1', type: 'refund' };
    const note = { id: 'cn_1', refunds: [refund], total_taxes: [tax] };
    expect(creditNoteRefund.downgrade(note, {})).toEqual({ id: 'cn_1', refund: 're_1', tax_amounts: [former] });
  });

  it('or none', () => {
    expect(creditNoteRefund.downgrade({ refunds: [], total_taxes: null }, {})).toEqual({
      refund: null,
      tax_amounts: [],
    });
  });

  it('so did its lines', () => {
    expect(creditNoteLineTax.downgrade({ id: 'cnli_1', taxes: [tax] }, {})).toEqual({
      id: 'cnli_1',
      tax_amounts: [former],
    });
  });
});
