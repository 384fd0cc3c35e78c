import { couponOfDiscount, percentOff } from '../../stripe/shapes/coupon.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { discountsOf } from '../../stripe/shapes/discounts.js';
import { count, field, hash, id, integer, ownId, seconds, text, word } from '../../stripe/shapes/fields.js';
import { priceTerms, termsOfItem, type PriceTerms } from '../../stripe/shapes/price-terms.js';
import { subscriptionItems } from '../../stripe/shapes/subscription-items.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { AppliedDiscountFacts, CouponFacts, DiscountFacts, ItemFacts, SubscriptionFacts } from './facts.js';

const secondsOf = (at: Date | null): number | null => (at === null ? null : at.getTime() / 1000);

/** Pure: a subscription of any API version. */
export function subscriptionFactsOf(subscription: StripeObject): SubscriptionFacts {
  const items = subscriptionItems(subscription);
  const currency =
    currencyOf(subscription) ?? items.map((item) => termsOfItem(item).currency).find((one) => one !== null) ?? '';
  const behavior = text(hash(subscription, 'pause_collection') ?? {}, 'behavior');
  return {
    status: word(subscription, 'status') ?? 'unknown',
    currency,
    startedAt: secondsOf(seconds(subscription, 'start_date') ?? createdAt(subscription)),
    trialEnd: secondsOf(seconds(subscription, 'trial_end')),
    endedAt: secondsOf(seconds(subscription, 'ended_at')),
    unbilled: behavior === 'void' || behavior === 'mark_uncollectible',
    discounts: appliedTo(subscription),
    items: items.map((item) => itemFactsOf(item, currency)),
  };
}

function itemFactsOf(item: StripeObject, currency: string): ItemFacts {
  const terms = termsOfItem(item);
  const price = hash(item, 'price') ?? hash(item, 'plan') ?? {};
  const metered = terms.usageType === 'metered';
  const packages = hash(price, 'transform_quantity') ?? hash(price, 'transform_usage');
  const of = packages && count(packages, 'divide_by');
  return {
    id: ownId(item),
    price: terms.priceId,
    product: terms.productId,
    quantity: metered ? null : (integer(item, 'quantity') ?? 1),
    amount: amountIn(currency, price, terms),
    interval: terms.recurringInterval,
    every: terms.recurringIntervalCount,
    metered,
    packages: packages && of ? { of, round: word(packages, 'round') ?? 'up' } : null,
    // before items there was the subscription itself, whose discounts are its own
    discounts: field(item, 'object') === 'subscription' ? [] : appliedTo(item),
  };
}

/**
 * A price of several currencies shows the amount of its first one, whichever the subscription is billed in; the others
 * are in `currency_options`, which Stripe leaves out unless it is asked to expand it.
 * docs.stripe.com/products-prices/manage-prices
 */
function amountIn(currency: string, price: StripeObject, terms: PriceTerms): string | null {
  if (word(price, 'billing_scheme') === 'tiered') return null;
  if (terms.currency === null || terms.currency === currency) return terms.unitAmountDecimal;
  const options = hash(price, 'currency_options');
  const option = options && hash(options, currency);
  return option && priceTerms(option).unitAmountDecimal;
}

/** A discount without an id goes by what it hangs on, as its events do. */
const appliedTo = (object: StripeObject): AppliedDiscountFacts[] =>
  discountsOf(object).map((discount) => ({ id: discount.id ?? ownId(object), coupon: discount.coupon }));

/** Pure. @param removed the event told that it is no more. */
export function discountFactsOf(discount: StripeObject, removed: boolean): DiscountFacts {
  const particular = ['subscription', 'subscription_item', 'checkout_session', 'invoice', 'invoice_item'];
  return {
    coupon: couponOfDiscount(discount),
    general: particular.every((owner) => id(discount, owner) === null),
    startsAt: secondsOf(seconds(discount, 'start')),
    endsAt: secondsOf(seconds(discount, 'end')),
    removed,
  };
}

export function couponFactsOf(coupon: StripeObject): CouponFacts {
  return {
    percentOff: percentOff(coupon),
    amountOff: integer(coupon, 'amount_off'),
    currency: currencyOf(coupon),
    duration: word(coupon, 'duration'),
  };
}
