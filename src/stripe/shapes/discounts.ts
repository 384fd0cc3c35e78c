import { ShapeError } from '../../common/errors.js';
import type { StripeObject } from '../stripe.types.js';
import { couponOfDiscount } from './coupon.js';
import { field, hashAt, id, pathOf } from './fields.js';
import { idOf } from './id.js';
import { elements } from './list.js';

/** As it stands in a jsonb column, so in Stripe's own spelling. */
export interface AppliedDiscount {
  /** Null in versions where a discount had no id. */
  readonly id: string | null;
  /** Null where Stripe sent the discount's id only. */
  readonly coupon: string | null;
  readonly promotion_code: string | null;
}

/**
 * The discounts on an object: `discounts` (ids unless expanded), and the one `discount` of versions before basil, which
 * tells more of the same where both are there.
 */
export function discountsOf(object: StripeObject): AppliedDiscount[] {
  const value = field(object, 'discount');
  const one = value === null ? null : discountAt(value, pathOf(object, 'discount'));
  const many = elements(object, 'discounts').map((element) => discountAt(element.value, element.path));
  if (one === null) return many;
  return many.length === 0 ? [one] : many.map((discount) => (discount.id === one.id ? one : discount));
}

function discountAt(value: unknown, path: string): AppliedDiscount {
  const discount = hashAt(value, path);
  if (!discount) {
    const unexpanded = idOf(value);
    if (unexpanded !== null) return { id: unexpanded, coupon: null, promotion_code: null };
    throw new ShapeError(path, 'a discount');
  }
  return {
    id: id(discount, 'id'),
    coupon: couponOfDiscount(discount),
    promotion_code: id(discount, 'promotion_code'),
  };
}
