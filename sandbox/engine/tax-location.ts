import type { Customer } from '../objects/customer.js';

/** ISO 3166 leaves these two-letter codes to users: no country has them. */
const UNASSIGNED = /^(AA|Q[M-Z]|X[A-Z]|ZZ)$/;

/** Whether taxes can be computed for the customer: by a country, and in the United States by a postal code too. */
export function hasTaxLocation({ address }: Customer): boolean {
  const country = address?.country ?? '';
  if (!/^[A-Z]{2}$/.test(country) || UNASSIGNED.test(country)) return false;
  return country !== 'US' || address?.postal_code !== null;
}
