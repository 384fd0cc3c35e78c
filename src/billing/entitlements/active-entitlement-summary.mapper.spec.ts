import { mayBeCut, toActiveEntitlementSummary } from './active-entitlement-summary.mapper.js';

const entitlement = (n: number) => ({
  id: `ent_${n}`,
  object: 'entitlements.active_entitlement',
  feature: `feat_${n}`,
  lookup_key: `feature_${n}`,
});
const summary = (count: number, hasMore = false) => ({
  object: 'entitlements.active_entitlement_summary',
  customer: 'cus_1',
  entitlements: {
    object: 'list',
    data: Array.from({ length: count }, (_, n) => entitlement(n)),
    has_more: hasMore,
    url: '/v1/entitlements/active_entitlements?customer=cus_1',
  },
});

describe('toActiveEntitlementSummary', () => {
  it('what the customer may use', () => {
    expect(toActiveEntitlementSummary(summary(1))).toEqual({
      complete: true,
      entitlements: [{ id: 'ent_0', featureId: 'feat_0', lookupKey: 'feature_0' }],
    });
  });

  it('the feature expanded', () => {
    const expanded = { ...entitlement(0), feature: { id: 'feat_0', object: 'entitlements.feature' } };
    expect(toActiveEntitlementSummary({ ...summary(0), entitlements: { data: [expanded] } }).entitlements).toEqual([
      { id: 'ent_0', featureId: 'feat_0', lookupKey: 'feature_0' },
    ]);
  });

  it('nothing', () => {
    expect(toActiveEntitlementSummary(summary(0))).toEqual({ complete: true, entitlements: [] });
    expect(toActiveEntitlementSummary({})).toEqual({ complete: null, entitlements: [] });
  });

  it.each([
    [{ entitlements: { data: [{ lookup_key: 'a' }] } }, 'entitlements.data[0].id is not an id.'],
    [{ entitlements: { data: [{ id: 'ent_1', lookup_key: 5 }] } }, 'entitlements.data[0].lookup_key is not text.'],
    [{ entitlements: 5 }, 'entitlements is not a list.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toActiveEntitlementSummary({ ...summary(0), ...wrong })).toThrow(message);
  });
});

it.each([
  [summary(0), false],
  [summary(9), false],
  [summary(10), true],
  [summary(3, true), true],
  [{}, true],
])('may have been cut, %#: %s', (object, cut) => {
  expect(mayBeCut(object)).toBe(cut);
});
