import { createdAt } from '../../stripe/shapes/created.js';
import { field, flag, id, text } from '../../stripe/shapes/fields.js';
import { list } from '../../stripe/shapes/list.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { ProductColumns } from './product.entity.js';

export function toProduct(product: StripeObject): ProductColumns {
  return {
    active: flag(product, 'active'),
    name: text(product, 'name'),
    description: text(product, 'description'),
    defaultPriceId: id(product, 'default_price'),
    unitLabel: text(product, 'unit_label'),
    taxCode: id(product, 'tax_code'),
    marketingFeatures: marketingFeatures(product),
    metadata: metadataOf(product),
    createdAt: createdAt(product),
  };
}

/** `features` until 2024-04-10. */
function marketingFeatures(product: StripeObject): string[] {
  const name = field(product, 'marketing_features') === null ? 'features' : 'marketing_features';
  return list(product, name).flatMap((feature) => text(feature, 'name') ?? []);
}
