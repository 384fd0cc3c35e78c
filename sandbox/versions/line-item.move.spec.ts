import { newPrice } from '../objects/price.js';
import { lineItem } from './line-item.move.js';

const pricing = {
  type: 'price_details',
  price_details: { price: 'price_1', product: 'prod_1' },
  unit_amount_decimal: '500',
};
const price = newPrice({
  id: 'price_1',
  active: true,
  created: 1,
  currency: 'usd',
  lookup_key: null,
  metadata: {},
  nickname: null,
  product: 'prod_1',
  recurring: { interval: 'month', interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
  type: 'recurring',
  unit_amount: 500,
  unit_amount_decimal: '500',
});

describe('line-item', () => {
  it('a line of the period named price, plan, subscription and item', () => {
    const line = {
      id: 'il_1',
      amount: 1_000,
      currency: 'usd',
      parent: {
        type: 'subscription_item_details',
        invoice_item_details: null,
        subscription_item_details: { proration: false, subscription: 'sub_1', subscription_item: 'si_1' },
      },
      pricing,
      taxes: [],
    };
    const older = lineItem.downgrade(line, { prices: { price_1: price } });
    expect(older).toMatchObject({
      price,
      plan: { id: 'price_1', object: 'plan', amount: 500, interval: 'month' },
      proration: false,
      subscription: 'sub_1',
      subscription_item: 'si_1',
      tax_amounts: [],
      type: 'subscription',
      unit_amount_excluding_tax: '500',
    });
    expect(Object.keys(older)).not.toEqual(expect.arrayContaining(['parent']));
    expect(Object.keys(older)).not.toEqual(expect.arrayContaining(['pricing']));
  });

  it('a proration named its invoice item; a price nobody knows any more is told by what the line says', () => {
    const line = {
      amount: -200,
      currency: 'usd',
      parent: {
        type: 'invoice_item_details',
        invoice_item_details: { invoice_item: 'ii_1', proration: true, subscription: 'sub_1' },
        subscription_item_details: null,
      },
      pricing,
    };
    expect(lineItem.downgrade(line, {})).toMatchObject({
      invoice_item: 'ii_1',
      plan: null,
      price: { id: 'price_1', product: 'prod_1', unit_amount: 500, currency: 'usd' },
      proration: true,
      subscription: 'sub_1',
      type: 'invoiceitem',
    });
  });
});
