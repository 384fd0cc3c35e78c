import { id, ownId, word } from '../../stripe/shapes/fields.js';
import { isWhole, list } from '../../stripe/shapes/list.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { ActiveEntitlementSummaryColumns } from './active-entitlement-summary.entity.js';
import type { ActiveEntitlementColumns } from './active-entitlement.entity.js';

/** Entitlements that a snapshot holds at most (docs.stripe.com/billing/entitlements). */
const MOST_IN_SNAPSHOT = 10;

export function toActiveEntitlementSummary(summary: StripeObject): ActiveEntitlementSummaryColumns {
  return {
    complete: isWhole(summary, 'entitlements'),
    entitlements: list(summary, 'entitlements').map(toActiveEntitlement),
  };
}

const toActiveEntitlement = (entitlement: StripeObject): ActiveEntitlementColumns => ({
  id: ownId(entitlement),
  featureId: id(entitlement, 'feature'),
  lookupKey: word(entitlement, 'lookup_key'),
});

/** Whether the snapshot may have lost some: it says so, or it is full. */
export const mayBeCut = (summary: StripeObject): boolean =>
  isWhole(summary, 'entitlements') !== true || list(summary, 'entitlements').length >= MOST_IN_SNAPSHOT;
