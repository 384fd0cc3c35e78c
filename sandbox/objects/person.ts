import type { Metadata, StripeObject } from './stripe-object.js';

/** What somebody is to a business. */
export interface Relationship {
  readonly authorizer: boolean | null;
  readonly director: boolean;
  readonly executive: boolean;
  readonly legal_guardian: boolean;
  readonly owner: boolean;
  readonly percent_ownership: number | null;
  readonly representative: boolean;
  readonly title: string | null;
}

export const NO_RELATIONSHIP: Relationship = {
  authorizer: null,
  director: false,
  executive: false,
  legal_guardian: false,
  owner: false,
  percent_ownership: null,
  representative: false,
  title: null,
};

/** What is missing of somebody; names of parameters. */
export interface PersonRequirements {
  readonly alternatives: readonly [];
  readonly currently_due: readonly string[];
  readonly errors: readonly [];
  readonly eventually_due: readonly string[];
  readonly past_due: readonly string[];
  readonly pending_verification: readonly string[];
}

export const NOTHING_DUE: PersonRequirements = {
  alternatives: [],
  currently_due: [],
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

const NO_DOCUMENT = { back: null, details: null, details_code: null, front: null } as const;
const NO_ACCEPTANCE = { date: null, ip: null, user_agent: null } as const;

const FIXED = {
  object: 'person',
  additional_tos_acceptances: { account: NO_ACCEPTANCE },
  dob: { day: null, month: null, year: null },
  future_requirements: NOTHING_DUE,
  id_number_provided: false,
  ssn_last_4_provided: false,
} as const;

type Fixed = typeof FIXED;

/** Somebody behind a connected account. */
export interface Person extends StripeObject, Fixed {
  readonly object: 'person';
  readonly account: string;
  readonly created: number;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly metadata: Metadata;
  readonly relationship: Relationship;
  readonly requirements: PersonRequirements;
  readonly verification: {
    readonly additional_document: typeof NO_DOCUMENT;
    readonly details: null;
    readonly details_code: null;
    readonly document: typeof NO_DOCUMENT;
    readonly status: 'pending' | 'unverified' | 'verified';
  };
}

export const UNVERIFIED: Person['verification'] = {
  additional_document: NO_DOCUMENT,
  details: null,
  details_code: null,
  document: NO_DOCUMENT,
  status: 'unverified',
};

export function newPerson(given: Omit<Person, keyof Fixed>): Person {
  return { ...FIXED, ...given };
}
