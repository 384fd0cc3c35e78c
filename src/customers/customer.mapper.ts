import { createdAt } from '../stripe/shapes/created.js';
import { currencyOf } from '../stripe/shapes/currency.js';
import { discountsOf } from '../stripe/shapes/discounts.js';
import { flag, hash, id, integer, text } from '../stripe/shapes/fields.js';
import { metadataOf } from '../stripe/shapes/metadata.js';
import { tenantIdOf } from '../stripe/shapes/tenant-id.js';
import type { StripeObject } from '../stripe/stripe.types.js';
import type { CustomerColumns } from './customer.entity.js';

export function toCustomer(customer: StripeObject): CustomerColumns {
  const settings = hash(customer, 'invoice_settings') ?? {};
  return {
    tenantId: tenantIdOf(customer),
    email: text(customer, 'email'),
    name: text(customer, 'name'),
    description: text(customer, 'description'),
    currency: currencyOf(customer),
    country: text(hash(customer, 'address') ?? {}, 'country'),
    // `account_balance` until 2019-10, `default_card` until 2015-02
    balance: integer(customer, 'balance') ?? integer(customer, 'account_balance'),
    delinquent: flag(customer, 'delinquent'),
    defaultPaymentMethodId:
      id(settings, 'default_payment_method') ?? id(customer, 'default_source') ?? id(customer, 'default_card'),
    discounts: discountsOf(customer),
    metadata: metadataOf(customer),
    createdAt: createdAt(customer),
  };
}
