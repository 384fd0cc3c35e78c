import { id } from '../../stripe/shapes/fields.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { AccountAuthorizationColumns } from './account-authorization.entity.js';

/** @param application the event's object: who may act, not for whom. */
export function toAccountAuthorization(application: StripeObject): AccountAuthorizationColumns {
  return { applicationId: id(application, 'id') };
}
