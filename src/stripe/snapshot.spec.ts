import { snapshotOf } from './snapshot.js';
import type { StripeEvent } from './stripe.types.js';

const event = (fields: object): StripeEvent =>
  ({ id: 'evt_1', type: 'x.updated', created: 5, livemode: false, ...fields }) as unknown as StripeEvent;

describe('snapshotOf', () => {
  it('names the account, old and new', () => {
    expect(snapshotOf(event({ account: 'acct_1', data: { object: {} } })).account).toBe('acct_1');
    expect(snapshotOf(event({ user_id: 'acct_1', data: { object: {} } })).account).toBe('acct_1');
    expect(snapshotOf(event({ data: { object: {} } })).account).toBe('');
  });

  it.each([[null], [[]], ['text'], [undefined]])('has no object when data.object is %j', (object) => {
    expect(snapshotOf(event({ data: { object } })).object).toBeNull();
  });

  it('keeps the previous attributes and the second', () => {
    const snapshot = snapshotOf(event({ data: { object: { a: 2 }, previous_attributes: { a: 1 } } }));
    expect(snapshot).toMatchObject({ previous: { a: 1 }, created: new Date(5000) });
  });
});
