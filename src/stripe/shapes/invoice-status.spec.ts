import { invoiceAmounts, invoiceStatus, isPaid } from './invoice-status.js';

describe('invoiceStatus', () => {
  it.each([
    ['today', { status: 'void' }, 'void'],
    ['before 2018-11: paid', { paid: true, closed: true, attempted: true, forgiven: false }, 'paid'],
    ['forgiven', { paid: false, closed: true, forgiven: true }, 'uncollectible'],
    ['attempted', { paid: false, attempted: true, closed: false, forgiven: false }, 'open'],
    ['closed', { paid: false, attempted: false, closed: true, forgiven: false }, 'open'],
    ['not yet attempted', { paid: false, attempted: false, closed: false, forgiven: false }, 'draft'],
  ])('%s', (_, invoice, expected) => {
    expect(invoiceStatus(invoice)).toBe(expected);
    expect(isPaid(invoice)).toBe(expected === 'paid');
  });

  it('refuses a flag of another type', () => {
    expect(() => invoiceStatus({ paid: 'yes' })).toThrow('paid is not true or false.');
  });
});

const amounts = (
  amountDue: number | null,
  amountPaid: number | null,
  amountRemaining: number | null,
  amountOverpaid = 0,
) => ({ amountDue, amountPaid, amountRemaining, amountOverpaid });

describe('invoiceAmounts', () => {
  it.each([
    ['paid', { status: 'paid', amount_due: 900, amount_paid: 900, amount_remaining: 0 }, amounts(900, 900, 0)],
    [
      'paid twice, since basil',
      { status: 'paid', amount_due: 900, amount_paid: 1800, amount_remaining: 0, amount_overpaid: 900 },
      amounts(900, 1800, 0, 900),
    ],
    ['paid in 2015', { paid: true, amount_due: 900 }, amounts(900, 900, 0)],
    ['open', { status: 'open', amount_due: 900, amount_paid: 100, amount_remaining: 800 }, amounts(900, 100, 800)],
    ['open in 2015', { paid: false, attempted: true, amount_due: 900 }, amounts(900, 0, 900)],
    ['no amount', { status: 'draft' }, amounts(null, null, null)],
    ['no amount due', { status: 'draft', amount_paid: 100 }, amounts(null, 100, null)],
  ])('%s', (_, invoice, expected) => {
    expect(invoiceAmounts(invoice)).toEqual(expected);
  });
});
