import { createdAt } from '../../stripe/shapes/created.js';
import { flag, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { priceTerms } from '../../stripe/shapes/price-terms.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { PriceColumns } from './price.entity.js';

export function toPrice(price: StripeObject): PriceColumns {
  const { priceId: _, ...terms } = priceTerms(price);
  return {
    ...terms,
    active: flag(price, 'active'),
    lookupKey: text(price, 'lookup_key'),
    type: word(price, 'type'),
    billingScheme: word(price, 'billing_scheme'),
    tiersMode: word(price, 'tiers_mode'),
    taxBehavior: word(price, 'tax_behavior'),
    metadata: metadataOf(price),
    createdAt: createdAt(price),
  };
}
