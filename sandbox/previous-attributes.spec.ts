import * as fc from 'fast-check';
import { overlay, previousAttributes } from './previous-attributes.js';

/** Two states of one object: the same fields, metadata with any keys. */
const state = fc.record({
  id: fc.constant('sub_1'),
  status: fc.constantFrom('active', 'past_due'),
  cancel_at: fc.option(fc.nat()),
  details: fc.record({ reason: fc.option(fc.string()), comment: fc.option(fc.string()) }),
  paused: fc.option(fc.record({ at: fc.nat() })),
  metadata: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.string()),
  items: fc.array(fc.record({ quantity: fc.nat() })),
});

describe('previous_attributes', () => {
  it('laid over the later state they give the former one', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        expect(overlay(after, previousAttributes(before, after))).toEqual(before);
      }),
    );
  });

  it('are empty when nothing changed', () => {
    fc.assert(
      fc.property(state, (same) => {
        expect(previousAttributes(same, structuredClone(same))).toEqual({});
      }),
    );
  });

  it('name only what changed: in nested hashes the changed keys, null for a new one, arrays whole', () => {
    const before = { status: 'active', metadata: { a: '1', b: '2' }, items: [{ quantity: 1 }, { quantity: 2 }] };
    const after = { status: 'active', metadata: { a: '1', b: '3', c: '4' }, items: [{ quantity: 1 }, { quantity: 3 }] };
    expect(previousAttributes(before, after)).toEqual({
      metadata: { b: '2', c: null },
      items: [{ quantity: 1 }, { quantity: 2 }],
    });
  });
});
