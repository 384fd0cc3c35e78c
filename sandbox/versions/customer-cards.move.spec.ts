import { customerCards } from './customer-cards.move.js';

it('customer-cards: cards had a list of their own', () => {
  const card = { id: 'card_1', object: 'card' };
  const sources = { object: 'list', data: [card, { id: 'ba_1', object: 'bank_account' }] };
  expect(customerCards.downgrade({ id: 'cus_1', default_source: 'card_1', sources }, {})).toEqual({
    id: 'cus_1',
    cards: { object: 'list', data: [card], has_more: false, total_count: 1, url: '/v1/customers/cus_1/cards' },
    default_card: 'card_1',
    default_source: 'card_1',
    sources,
  });
  expect(customerCards.downgrade({ id: 'cus_1' }, {})).toMatchObject({ cards: { total_count: 0 }, default_card: null });
});
