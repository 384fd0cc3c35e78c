import { chargeDispute } from './charge-dispute.move.js';

it('charge-dispute: the dispute was inside the charge', () => {
  const dispute = { id: 'dp_1', object: 'dispute' };
  expect(chargeDispute.downgrade({ id: 'ch_1' }, { dispute })).toEqual({ id: 'ch_1', dispute });
  expect(chargeDispute.downgrade({ id: 'ch_1' }, {})).toEqual({ id: 'ch_1', dispute: null });
});
