import type { StripeObject } from '../stripe.types.js';
import { hash, seconds, word } from './fields.js';
import { words } from './words.js';

/** What Stripe still wants to know, as names of fields; never what it was told. Null where the version did not say. */
export interface Requirements {
  /** To be provided by the deadline. */
  readonly currentlyDue: string[] | null;
  /** Not provided in time: something is disabled until it is. */
  readonly pastDue: string[] | null;
  /** Of any time; what is currently due is among them. */
  readonly eventuallyDue: string[] | null;
  /** Provided, and looked at by Stripe. */
  readonly pendingVerification: string[] | null;
}

/** The same of what may be disabled for it: an account, a capability. */
export interface DisablingRequirements extends Requirements {
  /** `requirements.past_due`, `rejected.fraud`, …; null while nothing is disabled. */
  readonly disabledReason: string | null;
  /** When what is currently due becomes past due. */
  readonly currentDeadline: Date | null;
}

/** Of a person or an external account. */
export function requirementsOf(object: StripeObject): Requirements {
  return listsOf(hash(object, 'requirements') ?? {});
}

/** Of an account or a capability. Accounts called it `verification` until 2019-02-19. */
export function disablingRequirements(object: StripeObject): DisablingRequirements {
  const requirements = hash(object, 'requirements');
  const verification = hash(object, 'verification');
  if (requirements === null && verification !== null) return formerly(verification);
  const found = requirements ?? {};
  return {
    ...listsOf(found),
    disabledReason: word(found, 'disabled_reason'),
    currentDeadline: seconds(found, 'current_deadline'),
  };
}

function listsOf(requirements: StripeObject): Requirements {
  return {
    currentlyDue: words(requirements, 'currently_due'),
    pastDue: words(requirements, 'past_due'),
    eventuallyDue: words(requirements, 'eventually_due'),
    pendingVerification: words(requirements, 'pending_verification'),
  };
}

/** One list, `fields_needed`; it is past due once it is the reason why something is disabled. */
function formerly(verification: StripeObject): DisablingRequirements {
  const needed = words(verification, 'fields_needed');
  const reason = word(verification, 'disabled_reason');
  const isPastDue = reason === 'fields_needed';
  return {
    currentlyDue: needed,
    pastDue: isPastDue ? needed : needed && [],
    eventuallyDue: null,
    pendingVerification: null,
    disabledReason: isPastDue ? 'requirements.past_due' : reason,
    currentDeadline: seconds(verification, 'due_by'),
  };
}
