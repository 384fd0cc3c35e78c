import { differencesOf, differenceText } from './difference.js';

const ref = { account: '', type: 'subscription', id: 'sub_1' };

describe('differencesOf', () => {
  it('names each field that is not the same, null and absent being one', () => {
    const here = { status: 'active', quantity: 1, items: [{ id: 'si_1' }], canceled_at: null };
    const there = { status: 'canceled', quantity: 1, items: [{ id: 'si_2' }] };
    expect(differencesOf(ref, here, there)).toEqual([
      { ref, field: 'items', here: [{ id: 'si_1' }], there: [{ id: 'si_2' }] },
      { ref, field: 'status', here: 'active', there: 'canceled' },
    ]);
    expect(differencesOf(ref, there, there)).toEqual([]);
  });

  it('says that there is no row, and nothing when nothing would be written', () => {
    expect(differencesOf(ref, null, { status: 'active' })).toMatchObject([{ field: '', here: 'no row' }]);
    expect(differencesOf(ref, { status: 'active' }, null)).toEqual([]);
  });
});

describe('differenceText', () => {
  it.each([
    ['status', 'active', 'canceled', 'subscription sub_1 status: here "active", there "canceled"'],
    ['email', 'jenny@example.com', null, 'subscription sub_1 email: differs (not shown)'],
    ['metadata', { a: 'b' }, {}, 'subscription sub_1 metadata: differs (not shown)'],
    ['', 'no row', 'an object', 'subscription sub_1: here no row, there an object'],
    ['items', 'x'.repeat(100), 1, `subscription sub_1 items: here "${'x'.repeat(79)}… (102 characters), there 1`],
  ])('of %j', (field, here, there, text) => {
    expect(differenceText({ ref, field, here, there })).toBe(text);
  });

  it('names a connected account', () => {
    const text = differenceText({ ref: { ...ref, account: 'acct_1' }, field: 'status', here: 1, there: 2 });
    expect(text).toBe('acct_1 subscription sub_1 status: here 1, there 2');
  });
});
