import { invoiceTax } from './invoice-tax.move.js';

describe('invoice-tax', () => {
  it('taxes were a sum and `total_tax_amounts`', () => {
    const total_taxes = [
      {
        amount: 190,
        tax_behavior: 'exclusive',
        tax_rate_details: { tax_rate: 'txr_1' },
        taxability_reason: 'standard_rated',
        taxable_amount: 1_000,
        type: 'tax_rate_details',
      },
      { amount: 10, tax_behavior: 'inclusive', taxability_reason: null, taxable_amount: 100, type: 'tax_rate_details' },
    ];
    expect(invoiceTax.downgrade({ id: 'in_1', total_taxes }, {})).toEqual({
      id: 'in_1',
      tax: 200,
      total_tax_amounts: [
        {
          amount: 190,
          inclusive: false,
          tax_rate: 'txr_1',
          taxability_reason: 'standard_rated',
          taxable_amount: 1_000,
        },
        { amount: 10, inclusive: true, tax_rate: null, taxability_reason: null, taxable_amount: 100 },
      ],
    });
  });

  it.each([null, []])('%j: no tax was null', (total_taxes) => {
    expect(invoiceTax.downgrade({ total_taxes }, {})).toEqual({ tax: null, total_tax_amounts: [] });
  });
});
