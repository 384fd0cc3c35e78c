import { meansOf, meansOfCharge } from './card.js';

const card = { country: 'US', last4: '4242', exp_month: 8, exp_year: 2030, fingerprint: 'AOB934RVNwzk6xtn' };
const amex = { type: 'card', brand: 'amex', last4: '4242', expMonth: 8, expYear: 2030, country: 'US' };
const nothing = { type: null, brand: null, last4: null, expMonth: null, expYear: null, country: null };

describe('meansOfCharge', () => {
  it.each([
    ['today', { payment_method_details: { type: 'card', card: { ...card, brand: 'amex' } }, source: null }],
    [
      'a source',
      { source: { id: 'src_1', object: 'source', type: 'card', card: { ...card, brand: 'American Express' } } },
    ],
    ['a card as source', { source: { id: 'card_1', object: 'card', ...card, brand: 'American Express' } }],
    ['until 2015-02', { card: { id: 'card_1', object: 'card', ...card, brand: 'American Express' } }],
  ])('%s', (_, charge) => {
    expect(meansOfCharge(charge)).toEqual(amex);
  });

  it('knows nothing of an id', () => {
    expect(meansOfCharge({ source: 'src_1' })).toEqual(nothing);
  });
});

describe('meansOf', () => {
  it.each([
    [
      'a debit',
      { type: 'sepa_debit', sepa_debit: { last4: '3000' } },
      { ...nothing, type: 'sepa_debit', last4: '3000' },
    ],
    ['a bank account', { object: 'bank_account', last4: '6789' }, { ...nothing, type: 'bank_account', last4: '6789' }],
    ['a wallet without details', { type: 'link' }, { ...nothing, type: 'link' }],
    ['a type named like a method', { type: 'constructor' }, { ...nothing, type: 'constructor' }],
    ['a brand to come', { type: 'card', card: { brand: 'Visa' } }, { ...nothing, type: 'card', brand: 'visa' }],
    ['nothing', {}, nothing],
  ])('%s', (_, holder, expected) => {
    expect(meansOf(holder)).toEqual(expected);
  });

  it('refuses an expiry that is no number', () => {
    expect(() => meansOf({ type: 'card', card: { exp_month: 'May' } })).toThrow(
      'card.exp_month is not a whole number.',
    );
  });
});
