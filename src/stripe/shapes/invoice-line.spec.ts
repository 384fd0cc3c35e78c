import { lineId, lineOrigin } from './invoice-line.js';

const origin = {
  priceId: 'gold',
  productId: 'prod_1',
  subscriptionId: 'sub_1',
  subscriptionItemId: 'si_1',
  invoiceItemId: null,
  proration: false,
};
const item = { ...origin, subscriptionItemId: null, invoiceItemId: 'ii_1', proration: true };
const nothing = {
  priceId: null,
  productId: null,
  subscriptionId: null,
  subscriptionItemId: null,
  invoiceItemId: null,
  proration: false,
};
const pricing = { type: 'price_details', price_details: { price: 'gold', product: 'prod_1' } };
const subscriptionDetails = {
  invoice_item: null,
  proration: false,
  subscription: 'sub_1',
  subscription_item: 'si_1',
};
const itemDetails = { invoice_item: 'ii_1', proration: true, subscription: 'sub_1' };

describe('lineOrigin', () => {
  it.each([
    [
      'of a subscription, since basil',
      {
        pricing,
        parent: {
          type: 'subscription_item_details',
          subscription_item_details: subscriptionDetails,
          invoice_item_details: null,
        },
      },
      origin,
    ],
    ['the parent names no type', { pricing, parent: { subscription_item_details: subscriptionDetails } }, origin],
    [
      'before basil',
      {
        id: 'il_1',
        type: 'subscription',
        price: { id: 'gold', product: 'prod_1' },
        plan: { id: 'gold', product: 'prod_1' },
        subscription: 'sub_1',
        subscription_item: 'si_1',
        proration: false,
      },
      origin,
    ],
    [
      '2015: the line is the subscription, and a plan had no product',
      { id: 'sub_1', type: 'subscription', plan: { id: 'gold' }, proration: false },
      { ...origin, productId: null, subscriptionItemId: null },
    ],
    [
      'of an invoice item, since basil',
      { pricing, parent: { type: 'invoice_item_details', invoice_item_details: itemDetails } },
      item,
    ],
    ['the parent names no type, of an item', { pricing, parent: { invoice_item_details: itemDetails } }, item],
    [
      'of an item before basil',
      { id: 'il_1', price: { id: 'gold', product: 'prod_1' }, ...itemDetails, type: 'invoiceitem' },
      item,
    ],
    [
      'of an item in 2015',
      { id: 'ii_1', plan: { id: 'gold', product: 'prod_1' }, subscription: 'sub_1', proration: true },
      item,
    ],
    [
      'a price that is expanded',
      { pricing: { price_details: { price: { id: 'gold', product: 'prod_1' } } } },
      { ...nothing, priceId: 'gold', productId: 'prod_1' },
    ],
    ['nothing', { parent: null, pricing: null }, nothing],
    ['a parent of another kind', { parent: { type: 'other' } }, nothing],
  ])('%s', (_, line, expected) => {
    expect(lineOrigin(line)).toEqual(expected);
  });
});

describe('lineId', () => {
  it.each([
    ['today', { id: 'il_1' }],
    ['before 2019-12', { id: 'sub_1', unique_id: 'il_1' }],
    ['and as', { id: 'sub_1', unique_line_item_id: 'il_1' }],
  ])('%s', (_, line) => {
    expect(lineId(line)).toBe('il_1');
  });

  it('is needed', () => {
    expect(() => lineId({})).toThrow('id is not an id.');
  });
});
