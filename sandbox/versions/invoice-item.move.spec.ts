import { invoiceItem } from './invoice-item.move.js';

it('invoice-item: price and subscription were fields of their own', () => {
  const item = {
    id: 'ii_1',
    net_amount: 5,
    parent: {
      type: 'subscription_details',
      subscription_details: { subscription: 'sub_1', subscription_item: 'si_1' },
    },
    pricing: { price_details: { price: 'price_1', product: 'prod_1' }, unit_amount_decimal: '5' },
    quantity_decimal: '1',
  };
  expect(invoiceItem.downgrade(item, {})).toEqual({
    id: 'ii_1',
    price: 'price_1',
    subscription: 'sub_1',
    subscription_item: 'si_1',
    unit_amount_decimal: '5',
  });
});
