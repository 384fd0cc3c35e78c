import { chargeRefunds } from './charge-refunds.move.js';

it('charge-refunds: the refunds were inside the charge', () => {
  const refund = { id: 're_1', object: 'refund' };
  expect(chargeRefunds.downgrade({ id: 'ch_1' }, { refunds: [refund] })).toEqual({
    id: 'ch_1',
    refunds: { object: 'list', data: [refund], has_more: false, total_count: 1, url: '/v1/charges/ch_1/refunds' },
  });
});
