import { createdAt } from '../../stripe/shapes/created.js';
import { integer, ownId } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { termsOfItem } from '../../stripe/shapes/price-terms.js';
import { subscriptionItemPeriod } from '../../stripe/shapes/subscription-period.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { SubscriptionItemColumns } from './subscription-item.entity.js';

/** @param item the subscription itself in versions that knew no items. */
export function toSubscriptionItem(item: StripeObject, subscription: StripeObject): SubscriptionItemColumns {
  const terms = termsOfItem(item);
  const period = subscriptionItemPeriod(item, subscription);
  return {
    id: ownId(item),
    priceId: terms.priceId,
    productId: terms.productId,
    quantity: integer(item, 'quantity'),
    currency: terms.currency,
    unitAmount: terms.unitAmount,
    recurringInterval: terms.recurringInterval,
    recurringIntervalCount: terms.recurringIntervalCount,
    currentPeriodStart: period.start,
    currentPeriodEnd: period.end,
    metadata: metadataOf(item),
    createdAt: createdAt(item),
  };
}
