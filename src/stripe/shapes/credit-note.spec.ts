import { creditNoteAmounts, creditNoteRefunds } from './credit-note.js';

const amounts = (prePaymentAmount: number | null, postPaymentAmount: number | null) => ({
  prePaymentAmount,
  postPaymentAmount,
});

describe('creditNoteAmounts', () => {
  it.each([
    [
      'mixed, since basil',
      { type: 'mixed', amount: 900, pre_payment_amount: 500, post_payment_amount: 400 },
      amounts(500, 400),
    ],
    [
      'of an open invoice',
      { type: 'pre_payment', amount: 900, pre_payment_amount: 900, post_payment_amount: 0 },
      amounts(900, 0),
    ],
    ['of an open invoice, before', { type: 'pre_payment', amount: 900 }, amounts(900, 0)],
    ['of a paid invoice, before', { type: 'post_payment', amount: 900 }, amounts(0, 900)],
    ['without an amount', { type: 'post_payment' }, amounts(0, null)],
    ['of a type that is not known', { type: 'other', amount: 900 }, amounts(null, null)],
    ['nothing said', {}, amounts(null, null)],
  ])('%s', (_, creditNote, expected) => {
    expect(creditNoteAmounts(creditNote)).toEqual(expected);
  });

  it('refuses an amount that is not whole', () => {
    expect(() => creditNoteAmounts({ post_payment_amount: 0.5 })).toThrow('post_payment_amount is not a whole number.');
  });
});

describe('creditNoteRefunds', () => {
  it.each([
    ['several', { refunds: [{ amount_refunded: 5, refund: 're_1' }, { refund: { id: 're_2' } }] }, ['re_1', 're_2']],
    ['one, before basil', { refund: 're_1' }, ['re_1']],
    ['one, before basil, expanded', { refund: { id: 're_1', amount: 5 } }, ['re_1']],
    ['both', { refund: 're_1', refunds: [{ refund: 're_1' }] }, ['re_1']],
    ['a refund outside of Stripe', { refunds: [{ type: 'payment_record_refund', refund: null }] }, []],
    ['none', { refunds: [] }, []],
    ['none before', { refund: null }, []],
  ])('%s', (_, creditNote, expected) => {
    expect(creditNoteRefunds(creditNote)).toEqual(expected);
  });

  it.each([
    [{ refunds: ['re_1'] }, 'refunds[0] is not a hash.'],
    [{ refunds: [{ refund: 5 }] }, 'refunds[0].refund is not an id.'],
    [{ refund: 5 }, 'refund is not an id.'],
  ])('%j is refused', (creditNote, message) => {
    expect(() => creditNoteRefunds(creditNote)).toThrow(message);
  });
});
