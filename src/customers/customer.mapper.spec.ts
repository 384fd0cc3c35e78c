import { toCustomer } from './customer.mapper.js';

const facts = {
  id: 'cus_1',
  object: 'customer',
  created: 1_420_070_400,
  currency: 'eur',
  delinquent: true,
  description: 'The Guild',
  email: 'ann@example.com',
  metadata: { tenant_id: 't_1', seats: '5' },
};
const newest = {
  ...facts,
  address: { city: 'Berlin', country: 'DE', line1: 'Hafenstr. 1' },
  name: 'Ann',
  balance: -500,
  default_source: null,
  discount: { id: 'di_1', source: { type: 'coupon', coupon: 'SAVE' }, promotion_code: null },
  invoice_settings: { default_payment_method: 'pm_1' },
};
const columns = {
  tenantId: 't_1',
  email: 'ann@example.com',
  name: 'Ann',
  description: 'The Guild',
  currency: 'eur',
  country: 'DE',
  balance: -500,
  delinquent: true,
  defaultPaymentMethodId: 'pm_1',
  discounts: [{ id: 'di_1', coupon: 'SAVE', promotion_code: null }],
  metadata: { tenant_id: 't_1', seats: '5' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toCustomer', () => {
  it('newest shape', () => {
    expect(toCustomer(newest)).toEqual(columns);
  });

  it('before clover: the coupon is in the discount; what is charged by default is expanded', () => {
    const older = {
      ...newest,
      discount: { id: 'di_1', coupon: { id: 'SAVE' }, promotion_code: null },
      invoice_settings: { default_payment_method: { id: 'pm_1', object: 'payment_method' } },
    };
    expect(toCustomer(older)).toEqual(columns);
  });

  it('2015: a card, an account balance, a discount without id', () => {
    const oldest = { ...facts, account_balance: -500, default_source: 'card_1', discount: { coupon: { id: 'SAVE' } } };
    expect(toCustomer(oldest)).toEqual({
      ...columns,
      name: null,
      country: null,
      defaultPaymentMethodId: 'card_1',
      discounts: [{ id: null, coupon: 'SAVE', promotion_code: null }],
    });
    const { default_source: _, ...still } = oldest;
    expect(toCustomer({ ...still, default_card: 'card_1' }).defaultPaymentMethodId).toBe('card_1');
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toCustomer({ id: 'cus_1' })).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      discounts: [],
      metadata: {},
    });
  });

  it('refuses an amount that is not whole', () => {
    expect(() => toCustomer({ ...newest, balance: 0.5 })).toThrow('balance is not a whole number.');
  });
});
