import { createdAt } from '../stripe/shapes/created.js';
import { hash, word } from '../stripe/shapes/fields.js';
import { taxIdOwner } from '../stripe/shapes/tax-id-owner.js';
import type { StripeObject } from '../stripe/stripe.types.js';
import type { CustomerTaxIdColumns } from './customer-tax-id.entity.js';

export function toCustomerTaxId(taxId: StripeObject): CustomerTaxIdColumns {
  return {
    ...taxIdOwner(taxId),
    type: word(taxId, 'type'),
    value: word(taxId, 'value'),
    country: word(taxId, 'country'),
    verificationStatus: word(hash(taxId, 'verification') ?? {}, 'status'),
    createdAt: createdAt(taxId),
  };
}
