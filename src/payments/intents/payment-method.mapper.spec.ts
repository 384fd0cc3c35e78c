import { toPaymentMethod } from './payment-method.mapper.js';

const card = {
  brand: 'visa',
  country: 'US',
  exp_month: 8,
  exp_year: 2030,
  fingerprint: 'AOB934RVNwzk6xtn',
  last4: '4242',
};
const newest = {
  id: 'pm_1',
  object: 'payment_method',
  billing_details: { email: 'ann@example.com' },
  card,
  created: 1_420_070_400,
  customer: 'cus_1',
  metadata: { label: 'work' },
  type: 'card',
};
const columns = {
  customerId: 'cus_1',
  type: 'card',
  brand: 'visa',
  last4: '4242',
  expMonth: 8,
  expYear: 2030,
  country: 'US',
  metadata: { label: 'work' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toPaymentMethod', () => {
  it('newest shape: what may be shown, and nothing else', () => {
    expect(toPaymentMethod(newest)).toEqual(columns);
  });

  it('expanded', () => {
    expect(toPaymentMethod({ ...newest, customer: { id: 'cus_1' } })).toEqual(columns);
  });

  it('detached', () => {
    expect(toPaymentMethod({ ...newest, customer: null })).toEqual({ ...columns, customerId: null });
  });

  it('a card of 2015', () => {
    const { customer, created, metadata } = newest;
    const oldest = { ...card, id: 'card_1', object: 'card', brand: 'Visa', customer, created, metadata };
    expect(toPaymentMethod(oldest)).toEqual(columns);
  });

  it('refuses details that are none', () => {
    expect(() => toPaymentMethod({ ...newest, card: 5 })).toThrow('card is not a hash.');
  });
});
