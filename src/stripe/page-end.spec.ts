import { StripeUnavailableError } from '../common/errors.js';
import { endOf } from './page-end.js';

const page = (hasMore: boolean, ...objects: object[]) => ({
  objects: objects.map((object) => ({ ...object })),
  hasMore,
  readAt: new Date(0),
});

describe('endOf', () => {
  it('is the last object, while there is more', () => {
    expect(endOf(page(true, { id: 'a' }, { id: 'b', created: 5 }), undefined)).toEqual({ id: 'b', created: 5 });
    expect(endOf(page(true, { id: 'b', created: 'x' }), 'a')).toEqual({ id: 'b', created: null });
    expect(endOf(page(false, { id: 'b' }), 'a')).toBeNull();
  });

  it.each([
    ['nothing in it', []],
    ['no id', [{ object: 'x' }]],
    ['the page before once more', [{ id: 'a' }]],
  ])('a page that says there is more, and has %s, leads nowhere', (_, objects) => {
    expect(() => endOf(page(true, ...objects), 'a')).toThrow(StripeUnavailableError);
  });
});
