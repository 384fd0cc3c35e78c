import { lineItemSubscription } from './line-item-subscription.move.js';

describe('line-item-subscription', () => {
  it('the line of a subscription had its id', () => {
    const line = { id: 'sli_1', unique_id: 'il_1', subscription: 'sub_1', type: 'subscription' };
    expect(lineItemSubscription.downgrade(line, {})).toEqual({
      id: 'sub_1',
      unique_id: 'il_1',
      unique_line_item_id: 'sli_1',
      subscription: null,
      type: 'subscription',
    });
  });

  it('the line of an invoice item named its subscription as it does now', () => {
    const line = { id: 'ii_1', unique_id: 'il_1', subscription: 'sub_1', type: 'invoiceitem' };
    expect(lineItemSubscription.downgrade(line, {})).toEqual(line);
  });
});
