import { couponOfDiscount } from '../../stripe/shapes/coupon.js';
import { id, seconds } from '../../stripe/shapes/fields.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { DiscountColumns } from './discount.entity.js';

export function toDiscount(discount: StripeObject): DiscountColumns {
  return {
    customerId: id(discount, 'customer'),
    subscriptionId: id(discount, 'subscription'),
    subscriptionItemId: id(discount, 'subscription_item'),
    checkoutSessionId: id(discount, 'checkout_session'),
    invoiceId: id(discount, 'invoice'),
    invoiceItemId: id(discount, 'invoice_item'),
    couponId: couponOfDiscount(discount),
    promotionCodeId: id(discount, 'promotion_code'),
    startsAt: seconds(discount, 'start'),
    endsAt: seconds(discount, 'end'),
  };
}
