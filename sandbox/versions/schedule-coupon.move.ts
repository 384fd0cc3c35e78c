import type { Fields } from '../objects/event.js';
import { isHash } from '../previous-attributes.js';
import { BASIL, type VersionMove, without } from './move.js';

/** Before basil a phase named one `coupon`, beside the `discounts` that have replaced it; there was no `billing_mode`. */
export const scheduleCoupon: VersionMove = {
  since: BASIL,
  object: 'subscription_schedule',
  downgrade(fields) {
    const phases = Array.isArray(fields['phases']) ? fields['phases'].filter(isHash) : [];
    return {
      ...without(fields, 'billing_mode'),
      phases: phases.map((phase) => ({ ...phase, coupon: couponOf(phase) })),
    };
  },
};

function couponOf({ discounts }: Fields): unknown {
  const first: unknown = Array.isArray(discounts) ? discounts[0] : undefined;
  return isHash(first) ? (first['coupon'] ?? null) : null;
}
