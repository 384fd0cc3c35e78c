import type Stripe from 'stripe';
import { moneyOf } from '../common/money.js';
import type { CustomerAnswer } from './own-customer.requests.js';

/** @param customer with `tax_ids` expanded. */
export function toCustomerAnswer(customer: Stripe.Customer): CustomerAnswer {
  const { id, name, email, address, tax_ids, balance, currency, delinquent } = customer;
  return {
    id,
    name: name || null,
    email: email || null,
    address: address
      ? {
          line1: address.line1 || null,
          line2: address.line2 || null,
          city: address.city || null,
          state: address.state || null,
          postalCode: address.postal_code || null,
          country: address.country || null,
        }
      : null,
    taxIds: (tax_ids?.data ?? []).map((taxId) => ({
      id: taxId.id,
      type: taxId.type,
      value: taxId.value,
      country: taxId.country,
      status: taxId.verification?.status ?? null,
    })),
    balance: moneyOf(balance, currency ?? null),
    delinquent: delinquent ?? null,
  };
}
