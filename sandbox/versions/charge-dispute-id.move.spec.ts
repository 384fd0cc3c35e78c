import { chargeDisputeId } from './charge-dispute-id.move.js';

it('charge-dispute-id: the charge named its dispute, null without one', () => {
  const dispute = { id: 'du_1', object: 'dispute' };
  const before = { id: 'ch_1', destination: null, dispute: 'du_1' };
  expect(chargeDisputeId.downgrade({ id: 'ch_1' }, { dispute })).toEqual(before);
  expect(chargeDisputeId.downgrade({ id: 'ch_1' }, {})).toEqual({ ...before, dispute: null });
});
