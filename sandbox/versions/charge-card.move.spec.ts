import { chargeCard } from './charge-card.move.js';

it.each([
  ['succeeded', 'paid'],
  ['failed', 'failed'],
  ['pending', 'pending'],
])('charge-card: %s was %s, and the card went by both names', (status, former) => {
  expect(chargeCard.downgrade({ id: 'ch_1', source: null, status }, {})).toEqual({
    id: 'ch_1',
    card: null,
    source: null,
    status: former,
  });
});
