import type { StripeObject } from '../stripe.types.js';
import { flag, hash, percent } from './fields.js';

/** What a person is to the business. The title on the door is not among it: it is free text about somebody. */
export interface PersonRoles {
  /** Acts for the business, and opened the account. */
  readonly representative: boolean | null;
  /** Holds 25 % or more. */
  readonly owner: boolean | null;
  readonly director: boolean | null;
  readonly executive: boolean | null;
  readonly authorizer: boolean | null;
  readonly legalGuardian: boolean | null;
  /** Percent, with decimals. */
  readonly percentOwnership: number | null;
}

/** `representative` was `account_opener` at first, in 2019. */
export function personRoles(person: StripeObject): PersonRoles {
  const relationship = hash(person, 'relationship') ?? {};
  return {
    representative: flag(relationship, 'representative') ?? flag(relationship, 'account_opener'),
    owner: flag(relationship, 'owner'),
    director: flag(relationship, 'director'),
    executive: flag(relationship, 'executive'),
    authorizer: flag(relationship, 'authorizer'),
    legalGuardian: flag(relationship, 'legal_guardian'),
    percentOwnership: percent(relationship, 'percent_ownership'),
  };
}
