import fc from 'fast-check';
import { latestOf, type Candidate } from './event-order.js';
import type { StripeObject } from './stripe.types.js';

const candidate = (
  id: string,
  type: string,
  object: StripeObject,
  previous: StripeObject | null = null,
): Candidate => ({
  id,
  type,
  object,
  previous,
  row: object,
});
const subscription = (fields: StripeObject): StripeObject => ({ object: 'subscription', ...fields });

describe('latestOf', () => {
  it('answers with the only event there is', () => {
    expect(latestOf([candidate('evt_1', 'customer.updated', {})])).toEqual({ decided: true, ids: ['evt_1'] });
  });

  it('takes events with equal rows as one', () => {
    const paid = { object: 'invoice', status: 'paid' };
    const events = [
      candidate('evt_2', 'invoice.payment_succeeded', paid),
      candidate('evt_1', 'invoice.paid', { ...paid }),
    ];
    expect(latestOf(events)).toEqual({ decided: true, ids: ['evt_1', 'evt_2'] });
  });

  it('puts the creation first and the deletion last', () => {
    const created = candidate('evt_3', 'customer.created', { name: 'a' });
    const updated = candidate('evt_2', 'customer.updated', { name: 'b' });
    const deleted = candidate('evt_1', 'customer.deleted', { name: 'c' });
    expect(latestOf([created, updated]).ids).toEqual(['evt_2']);
    expect(latestOf([deleted, updated, created]).ids).toEqual(['evt_1']);
  });

  it('follows the chain of previous attributes, over nested hashes, lists and fields that were not there', () => {
    const first = candidate('evt_9', 'x.updated', { a: 1, m: { k: 'v' }, l: [1] }, { a: 0 });
    const second = candidate('evt_5', 'x.updated', { a: 1, m: { k: 'w', n: 'x' }, l: [1] }, { m: { k: 'v', n: null } });
    const third = candidate('evt_1', 'x.updated', { a: 1, m: { k: 'w', n: 'x' }, l: [1, 2] }, { l: [1] });
    expect(latestOf([third, first, second])).toEqual({ decided: true, ids: ['evt_1'] });
    expect(latestOf([first, second])).toEqual({ decided: true, ids: ['evt_5'] });
  });

  it('does not take an inherited field for a value', () => {
    const odd = candidate('evt_1', 'x.updated', { a: 1 }, { constructor: { name: 'Object' } });
    expect(latestOf([odd, candidate('evt_2', 'x.updated', { a: 2 })]).decided).toBe(false);
  });

  it('leaves a ring undecided, with all its members', () => {
    const on = candidate('evt_1', 'x.updated', { on: true }, { on: false });
    const off = candidate('evt_2', 'x.updated', { on: false }, { on: true });
    expect(latestOf([on, off])).toEqual({ decided: false, ids: ['evt_1', 'evt_2'] });
  });

  it('decides a ring that ends in a deletion', () => {
    const on = candidate('evt_1', 'x.updated', { on: true }, { on: false });
    const off = candidate('evt_2', 'x.updated', { on: false }, { on: true });
    expect(latestOf([on, candidate('evt_0', 'x.deleted', {}), off])).toEqual({ decided: true, ids: ['evt_0'] });
  });

  it('sees through a field that flipped and came back while another one changed', () => {
    const set = candidate('evt_3', 'x.updated', { d: 'D', m: { n: 1 } }, { d: null });
    const other = candidate('evt_2', 'x.updated', { d: 'D', m: { n: 2 } }, { m: { n: 1 } });
    const unset = candidate('evt_1', 'x.updated', { d: null, m: { n: 2 } }, { d: 'D' });
    expect(latestOf([set, other, unset])).toEqual({ decided: true, ids: ['evt_1'] });
  });

  it.each([
    ['subscription', { status: 'incomplete' }, { status: 'active' }],
    ['subscription', { status: 'past_due' }, { status: 'canceled' }],
    ['subscription', { status: 'incomplete' }, { status: 'incomplete_expired' }],
    ['invoice', { status: 'draft' }, { status: 'open' }],
    ['invoice', { status: 'uncollectible' }, { status: 'paid' }],
    ['payment_intent', { status: 'processing' }, { status: 'succeeded' }],
    ['payment_intent', { status: 'requires_source' }, { status: 'succeeded' }],
    ['payment_intent', { status: 'requires_source_action' }, { status: 'canceled' }],
    ['charge', { status: 'pending', captured: false }, { status: 'succeeded', captured: false }],
    ['charge', { status: 'pending', captured: false }, { status: 'paid', captured: true }],
    ['charge', { status: 'succeeded', captured: false }, { status: 'succeeded', captured: true }],
    ['review', { open: true }, { open: false }],
    ['setup_intent', { status: 'requires_action' }, { status: 'succeeded' }],
    ['setup_intent', { status: 'requires_payment_method' }, { status: 'canceled' }],
    ['subscription_schedule', { status: 'not_started' }, { status: 'active' }],
    ['subscription_schedule', { status: 'active' }, { status: 'completed' }],
    ['subscription_schedule', { status: 'active' }, { status: 'released' }],
    ['subscription_schedule', { status: 'not_started' }, { status: 'canceled' }],
    ['credit_note', { status: 'issued' }, { status: 'void' }],
    ['dispute', { status: 'lost', balance_transactions: [1] }, { status: 'won', balance_transactions: [1, 2] }],
    ['payout', { status: 'in_transit' }, { status: 'paid' }],
    ['payout', { status: 'paid' }, { status: 'failed' }],
    [
      'payout',
      { status: 'paid', reconciliation_status: 'in_progress' },
      { status: 'paid', reconciliation_status: 'completed' },
    ],
  ])('%s: %j comes before %j', (object, earlier, later) => {
    const events = [candidate('evt_2', 'y', { object, ...earlier }), candidate('evt_1', 'z', { object, ...later })];
    expect(latestOf(events)).toEqual({ decided: true, ids: ['evt_1'] });
  });

  it.each([
    ['subscription', { status: 'active' }, { status: 'past_due' }],
    ['subscription', { status: 'active' }, { status: 'a_status_of_next_year' }],
    ['invoice', { status: 'open' }, { status: 'uncollectible' }],
    ['invoice', { paid: true }, { paid: false }],
    ['payment_intent', { status: 'processing' }, { status: 'requires_action' }],
    ['setup_intent', { status: 'requires_action' }, { status: 'requires_payment_method' }],
    ['setup_intent', { status: 'succeeded' }, { status: 'canceled' }],
    ['subscription_schedule', { status: 'completed' }, { status: 'released' }],
    ['credit_note', { status: 'issued', memo: 'a' }, { status: 'issued', memo: 'b' }],
    ['review', { open: true }, { open: 'no' }],
    ['charge', { status: 'succeeded', amount_refunded: 5 }, { status: 'succeeded', amount_refunded: 0 }],
    ['charge', { status: 'pending', captured: true }, { status: 'succeeded', captured: false }],
    ['dispute', { status: 'lost', balance_transactions: [1] }, { status: 'won', balance_transactions: [1] }],
    ['dispute', { status: 'lost' }, { status: 'appeal_under_review' }],
    ['payout', { status: 'failed' }, { status: 'canceled' }],
    ['customer', { name: 'a' }, { name: 'b' }],
  ])('%s: %j and %j have no order', (object, one, other) => {
    const events = [candidate('evt_1', 'y', { object, ...one }), candidate('evt_2', 'z', { object, ...other })];
    expect(latestOf(events)).toEqual({ decided: false, ids: ['evt_1', 'evt_2'] });
  });
});

/** A life of one object within one second: each update changes some fields and tells what they were. */
const field = fc.constantFrom('quantity', 'name', 'on');
const change = fc.dictionary(field, fc.integer({ min: 0, max: 3 }), { minKeys: 1 });
const life = fc
  .tuple(fc.boolean(), fc.array(change, { minLength: 1, maxLength: 7 }), fc.boolean())
  .map(([born, changes, died]) => {
    const events: Candidate[] = [];
    let object: StripeObject = subscription({ quantity: 0, name: 0, on: 0 });
    const emit = (type: string, previous: StripeObject | null = null) =>
      events.push(candidate(`evt_${(events.length * 7) % 11}`, type, object, previous));
    if (born) emit('x.created');
    for (const fields of changes) {
      const previous = Object.fromEntries(
        Object.keys(fields)
          .filter((f) => object[f] !== fields[f])
          .map((f) => [f, object[f]]),
      );
      if (Object.keys(previous).length === 0) continue;
      object = { ...object, ...fields };
      emit('x.updated', previous);
    }
    if (died || events.length === 0) emit('x.deleted');
    return { events, end: object };
  });

describe('latestOf, for any life within one second', () => {
  it('does not depend on the order of arrival, for any subset', () => {
    const cases = life.chain(({ events }) =>
      fc
        .record({ some: fc.subarray(events, { minLength: 1 }), seed: fc.integer() })
        .chain(({ some }) =>
          fc.record({ some: fc.constant(some), shuffled: fc.shuffledSubarray(some, { minLength: some.length }) }),
        ),
    );
    fc.assert(
      fc.property(cases, ({ some, shuffled }) => expect(latestOf(shuffled)).toEqual(latestOf(some))),
      { numRuns: 500 },
    );
  });

  it('never decides wrongly when the whole life is known, and always decides without flips', () => {
    fc.assert(
      fc.property(life, ({ events, end }) => {
        const latest = latestOf(events);
        const shown = events.filter(({ id }) => latest.ids.includes(id)).map(({ object }) => object);
        expect(shown).toContainEqual(end);
        const states = new Set(events.map(({ object }) => JSON.stringify(object)));
        const monotone = events.every(
          ({ object }, i) =>
            i === 0 ||
            Object.values(object).every(
              (v, k) => Number(v) >= Number(Object.values(events[i - 1]!.object)[k]) || k === 0,
            ),
        );
        if (latest.decided) expect(shown.every((object) => JSON.stringify(object) === JSON.stringify(end))).toBe(true);
        if (monotone && states.size === events.length) expect(latest.decided).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
