import { collectionMethodOf } from './collection-method.js';

describe('collectionMethodOf', () => {
  it.each([
    ['today', { collection_method: 'send_invoice' }, 'send_invoice'],
    ['until 2019-10', { billing: 'send_invoice' }, 'send_invoice'],
    ['2015', {}, 'charge_automatically'],
  ])('%s', (_, object, expected) => {
    expect(collectionMethodOf(object)).toBe(expected);
  });
});
