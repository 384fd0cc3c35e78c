import { flag, id, seconds, word } from '../../stripe/shapes/fields.js';
import { disablingRequirements } from '../../stripe/shapes/requirements.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { CapabilityColumns } from './capability.entity.js';

export function toCapability(capability: StripeObject): CapabilityColumns {
  return {
    connectedAccountId: id(capability, 'account'),
    status: word(capability, 'status'),
    requested: flag(capability, 'requested'),
    requestedAt: seconds(capability, 'requested_at'),
    ...disablingRequirements(capability),
  };
}
