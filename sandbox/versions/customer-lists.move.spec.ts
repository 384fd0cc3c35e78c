import { customerLists } from './customer-lists.move.js';

const list = (name: string, data: object[] = []) => ({
  object: 'list',
  data,
  has_more: false,
  total_count: data.length,
  url: `/v1/customers/cus_1/${name}`,
});

it('customer-lists: sources, subscriptions and tax ids were inside the customer', () => {
  const subscription = { id: 'sub_1', object: 'subscription' };
  expect(customerLists.downgrade({ id: 'cus_1' }, { subscriptions: [subscription] })).toEqual({
    id: 'cus_1',
    sources: list('sources'),
    subscriptions: list('subscriptions', [subscription]),
    tax_ids: list('tax_ids'),
  });
  expect(customerLists.downgrade({ id: 'cus_1' }, {})).toMatchObject({ subscriptions: list('subscriptions') });
});
