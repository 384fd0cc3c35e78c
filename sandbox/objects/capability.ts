import { NO_REQUIREMENTS, type Requirements } from './account.js';
import type { StripeObject } from './stripe-object.js';

/** What a connected account may do. Its id is its name, the same in every account. */
export interface Capability extends StripeObject {
  readonly object: 'capability';
  readonly account: string;
  readonly future_requirements: Requirements;
  readonly requested: boolean;
  readonly requested_at: number | null;
  readonly requirements: Requirements;
  readonly status: 'active' | 'inactive' | 'pending' | 'unrequested';
}

export function newCapability(given: Pick<Capability, 'id' | 'account' | 'requested_at' | 'status'>): Capability {
  return {
    object: 'capability',
    future_requirements: NO_REQUIREMENTS,
    requested: given.requested_at !== null,
    requirements: NO_REQUIREMENTS,
    ...given,
  };
}
