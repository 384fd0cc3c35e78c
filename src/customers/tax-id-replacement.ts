import type Stripe from 'stripe';
import type { CustomerBody } from './own-customer.requests.js';

type TaxId = CustomerBody['taxId'];

/** What Stripe tells apart: not spaces, dots and the like. */
const meantBy = (value: string): string => value.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();

/**
 * Makes this the customer's only tax id, or leaves it none. The new one first: one that Stripe refuses takes nothing
 * away. Whatever an attempt before this one has done already is not done again.
 */
export async function replaceTaxIds(
  client: Stripe,
  options: Stripe.RequestOptions,
  customer: string,
  wanted: NonNullable<TaxId> | null,
): Promise<void> {
  const { idempotencyKey = '', ...forRead } = options;
  const { data } = await client.customers.listTaxIds(customer, { limit: 100 }, forRead);
  const kept = data.find(({ type, value }) => type === wanted?.type && meantBy(value) === meantBy(wanted.value));
  if (wanted && !kept && isTaxIdType(wanted.type)) {
    const params = { type: wanted.type, value: wanted.value };
    await client.customers.createTaxId(customer, params, { ...options, idempotencyKey: `${idempotencyKey}-tax-id` });
  }
  for (const { id } of data) {
    if (id !== kept?.id) await client.customers.deleteTaxId(customer, id, forRead);
  }
}

/** Stripe has more types with each year, and judges by itself. */
const isTaxIdType = (type: string): type is Stripe.CustomerCreateTaxIdParams.Type => /^[a-z]{2}_/.test(type);
