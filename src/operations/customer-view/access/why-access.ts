import { deletionDoubts, ownerDenies, ownerInforms } from './owner.reasons.js';
import { doubtReasons, freshnessReasons } from './doubt.reasons.js';
import { holdReasons, refundReasons } from './hold.reasons.js';
import { accessGrants, planDenies, planDoubts, planInforms } from './plan.reasons.js';
import type { Reason } from './reason.js';
import type { CustomerSnapshot } from './snapshot.js';
import { subscriptionDenies, subscriptionWarns } from './subscription.reasons.js';

/** Whether the customer has access, and the reasons in the order in which they decide. */
export interface Access {
  readonly granted: boolean;
  readonly because: readonly Reason[];
}

/**
 * Pure: nothing is looked up. What the tenant's row says is the answer, for that is what `featuresOf` answers; the reasons
 * say how it came about, and what may be wrong with it.
 */
export function whyAccess(snapshot: CustomerSnapshot): Access {
  const grants = accessGrants(snapshot);
  const granted = grants.length > 0;
  return {
    granted,
    because: [
      ...grants,
      ...(granted ? [] : denials(snapshot)),
      ...(granted ? planDenies(snapshot) : []),
      ...subscriptionWarns(snapshot),
      ...deletionDoubts(snapshot),
      ...planDoubts(snapshot),
      ...doubtReasons(snapshot),
      ...planInforms(snapshot),
      ...ownerInforms(snapshot),
      ...holdReasons(snapshot),
      ...refundReasons(snapshot),
      ...freshnessReasons(snapshot),
    ],
  };
}

/** A customer that is gone or nobody's is asked for nothing else. */
function denials(snapshot: CustomerSnapshot): Reason[] {
  const owner = ownerDenies(snapshot);
  if (owner.length > 0) return owner;
  return [...subscriptionDenies(snapshot), ...planDenies(snapshot)];
}
