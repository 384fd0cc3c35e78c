import { lineItemId } from './line-item-id.move.js';

describe('line-item-id', () => {
  it('the line of an invoice item had its id', () => {
    const line = { id: 'il_1', type: 'invoiceitem', invoice_item: 'ii_1' };
    expect(lineItemId.downgrade(line, {})).toEqual({ ...line, id: 'ii_1', unique_id: 'il_1' });
  });

  it('the line of a subscription had one of another kind', () => {
    const line = { id: 'il_1', type: 'subscription' };
    expect(lineItemId.downgrade(line, {})).toEqual({ ...line, id: 'sli_1', unique_id: 'il_1' });
  });
});
