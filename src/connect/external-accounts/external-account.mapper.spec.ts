import { toExternalAccount } from './external-account.mapper.js';

const bank = {
  id: 'ba_1',
  object: 'bank_account',
  account: 'acct_1',
  account_holder_name: 'Jane Austen',
  account_holder_type: 'individual',
  available_payout_methods: ['standard', 'instant'],
  bank_name: 'STRIPE TEST BANK',
  country: 'US',
  currency: 'usd',
  default_for_currency: true,
  fingerprint: 'never',
  last4: '6789',
  metadata: { book: '7' },
  requirements: { currently_due: ['x.document'], errors: [], past_due: ['x.document'], pending_verification: [] },
  routing_number: '110000000',
  status: 'errored',
};
const columns = {
  connectedAccountId: 'acct_1',
  type: 'bank_account',
  status: 'errored',
  country: 'US',
  currency: 'usd',
  defaultForCurrency: true,
  bankName: 'STRIPE TEST BANK',
  brand: null,
  last4: '6789',
  expMonth: null,
  expYear: null,
  availablePayoutMethods: ['standard', 'instant'],
  currentlyDue: ['x.document'],
  pastDue: ['x.document'],
  pendingVerification: [],
  metadata: { book: '7' },
};
const card = {
  id: 'card_1',
  object: 'card',
  account: 'acct_1',
  address_line1: 'Hauptstr. 1',
  brand: 'American Express',
  country: 'US',
  currency: 'usd',
  default_for_currency: false,
  exp_month: 8,
  exp_year: 2030,
  last4: '0005',
  metadata: {},
  name: 'Jane Austen',
};

describe('toExternalAccount', () => {
  it('a bank account: neither holder nor number', () => {
    const row = toExternalAccount(bank);
    expect(row).toEqual(columns);
    expect(JSON.stringify(row)).not.toMatch(/Jane|110000000|never/);
  });

  it('a card: neither name nor address', () => {
    const row = toExternalAccount(card);
    expect(row).toEqual({
      ...columns,
      type: 'card',
      status: null,
      defaultForCurrency: false,
      bankName: null,
      brand: 'amex',
      last4: '0005',
      expMonth: 8,
      expYear: 2030,
      availablePayoutMethods: null,
      currentlyDue: null,
      pastDue: null,
      pendingVerification: null,
      metadata: {},
    });
    expect(JSON.stringify(row)).not.toMatch(/Jane|Hauptstr/);
  });

  it.each([
    [{ last4: 6789 }, { ...columns, last4: null }],
    [{ requirements: null }, { ...columns, currentlyDue: null, pastDue: null, pendingVerification: null }],
  ])('takes %j', (odd, expected) => {
    expect(toExternalAccount({ ...bank, ...odd })).toEqual(expected);
  });

  it('refuses a flag that is none', () => {
    expect(() => toExternalAccount({ ...bank, default_for_currency: 1 })).toThrow(
      'default_for_currency is not true or false.',
    );
  });
});
