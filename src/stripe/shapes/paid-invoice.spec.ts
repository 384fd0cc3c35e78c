import { paidInvoice } from './paid-invoice.js';

describe('paidInvoice', () => {
  it.each([
    ['before basil', { invoice: 'in_1' }, 'in_1'],
    ['expanded', { invoice: { id: 'in_1' } }, 'in_1'],
    ['none', { invoice: null }, null],
    ['since basil', {}, null],
  ])('%s', (_, charge, expected) => {
    expect(paidInvoice(charge)).toBe(expected);
  });
});
