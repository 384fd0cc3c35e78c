import type { StripeObject } from '../stripe.types.js';
import { hash, id, word } from './fields.js';

/** Whose a tax id is. */
export interface TaxIdOwner {
  /** `customer`, or one of those that own tax ids without being a customer: `account`, `application`, `self`. */
  readonly ownerType: string | null;
  readonly customerId: string | null;
}

/** `customer`, and since 2024 `owner` beside it, for by then others than customers could have one. */
export function taxIdOwner(taxId: StripeObject): TaxIdOwner {
  const owner = hash(taxId, 'owner') ?? {};
  const customerId = id(owner, 'customer') ?? id(taxId, 'customer');
  return { ownerType: word(owner, 'type') ?? (customerId === null ? null : 'customer'), customerId };
}
