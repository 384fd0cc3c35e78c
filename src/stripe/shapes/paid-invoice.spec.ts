import { paidInvoice } from './paid-invoice.js';

const INVOICE = 'in_1SVWoDDwzgQ85STg31e2Dg';

describe('paidInvoice', () => {
  it.each([
    ['before basil', { invoice: 'in_1' }, 'in_1'],
    ['expanded', { invoice: { id: 'in_1' } }, 'in_1'],
    ['none', { invoice: null }, null],
    ['since basil', {}, null],
    ['since autumn 2025', { payment_details: { customer_reference: null, order_reference: INVOICE } }, INVOICE],
    ['both', { invoice: 'in_1', payment_details: { order_reference: INVOICE } }, 'in_1'],
    ["a merchant's own reference", { payment_details: { order_reference: 'in_the_shop_7' } }, null],
    ['without a reference', { payment_details: { order_reference: null } }, null],
    ['without details', { payment_details: null }, null],
  ])('%s', (_, charge, expected) => {
    expect(paidInvoice(charge)).toBe(expected);
  });
});
