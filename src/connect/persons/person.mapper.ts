import { createdAt } from '../../stripe/shapes/created.js';
import { hash, id, word } from '../../stripe/shapes/fields.js';
import { personRoles } from '../../stripe/shapes/person-roles.js';
import { requirementsOf } from '../../stripe/shapes/requirements.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { PersonColumns } from './person.entity.js';

export function toPerson(person: StripeObject): PersonColumns {
  return {
    connectedAccountId: id(person, 'account'),
    ...personRoles(person),
    verificationStatus: word(hash(person, 'verification') ?? {}, 'status'),
    ...requirementsOf(person),
    createdAt: createdAt(person),
  };
}
