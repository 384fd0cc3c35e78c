import { creditNoteTax, invoiceDiscount, invoiceTax, lineDiscount, lineTax } from './taxes.js';

describe('invoiceTax', () => {
  it.each([
    ['since basil', { total_taxes: [{ amount: 100 }, { amount: 90, tax_behavior: 'inclusive' }] }, 190],
    ['before', { total_tax_amounts: [{ amount: 100 }, { amount: 90, inclusive: true }], tax: 190 }, 190],
    ['2015', { tax: 190, tax_percent: 19 }, 190],
    ['an amount that is null', { total_taxes: [{ amount: null }] }, 0],
    ['none since basil', { total_taxes: [] }, 0],
    ['none before', { total_tax_amounts: [], tax: null }, 0],
    ['nothing said', {}, 0],
  ])('%s', (_, invoice, expected) => {
    expect(invoiceTax(invoice)).toBe(expected);
  });

  it('names the path', () => {
    expect(() => invoiceTax({ total_taxes: [{ amount: 1.5 }] })).toThrow(
      'total_taxes[0].amount is not a whole number.',
    );
  });
});

describe('creditNoteTax', () => {
  it.each([
    ['since basil', { total_taxes: [{ amount: 100 }, { amount: 90, tax_behavior: 'inclusive' }] }, 190],
    ['before', { tax_amounts: [{ amount: 100 }, { amount: 90, inclusive: true }] }, 190],
    ['none since basil', { total_taxes: null }, 0],
    ['none before', { tax_amounts: [] }, 0],
  ])('%s', (_, creditNote, expected) => {
    expect(creditNoteTax(creditNote)).toBe(expected);
  });
});

describe('invoiceDiscount', () => {
  it.each([
    ['today', { total_discount_amounts: [{ amount: 100 }, { amount: 50 }] }, 150],
    ['2015', { discount: { coupon: { id: 'SAVE' } }, subtotal: 1000, tax: 85, total: 935 }, 150],
    ['2015, without figures', { discount: { coupon: { id: 'SAVE' } }, subtotal: 1000 }, 0],
    ['none today', { total_discount_amounts: [], discount: null }, 0],
    ['nothing said', { subtotal: 1000, total: 500 }, 0],
  ])('%s', (_, invoice, expected) => {
    expect(invoiceDiscount(invoice)).toBe(expected);
  });
});

describe('lines', () => {
  it.each([
    ['since basil', { taxes: [{ amount: 19 }], discount_amounts: [{ amount: 5 }] }, 19, 5],
    ['before', { tax_amounts: [{ amount: 19 }], discount_amounts: [{ amount: 5 }] }, 19, 5],
    ['none', { taxes: null, discount_amounts: null }, 0, 0],
  ])('%s', (_, line, tax, discount) => {
    expect(lineTax(line)).toBe(tax);
    expect(lineDiscount(line)).toBe(discount);
  });
});
