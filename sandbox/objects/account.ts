import type { BankAccount } from './bank-account.js';
import { type Address, type Metadata, NO_ADDRESS, type StripeList, type StripeObject } from './stripe-object.js';

export const CAPABILITIES = ['card_payments', 'transfers'] as const;

export type CapabilityName = (typeof CAPABILITIES)[number];

/** What is missing before an account may take and pay out money; names of parameters. */
export interface Requirements {
  readonly alternatives: readonly [];
  readonly current_deadline: null;
  readonly currently_due: readonly string[];
  readonly disabled_reason: string | null;
  readonly errors: readonly [];
  readonly eventually_due: readonly string[];
  readonly past_due: readonly string[];
  readonly pending_verification: readonly string[];
}

export const NO_REQUIREMENTS: Requirements = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

export interface BusinessProfile {
  readonly annual_revenue: null;
  readonly estimated_worker_count: null;
  readonly mcc: string | null;
  readonly minority_owned_business_designation: null;
  readonly name: string | null;
  readonly product_description: string | null;
  readonly specified_commercial_transactions_act_url: null;
  readonly support_address: Address;
  readonly support_email: string | null;
  readonly support_phone: string | null;
  readonly support_url: string | null;
  readonly url: string | null;
}

export const NO_PROFILE: BusinessProfile = {
  annual_revenue: null,
  estimated_worker_count: null,
  mcc: null,
  minority_owned_business_designation: null,
  name: null,
  product_description: null,
  specified_commercial_transactions_act_url: null,
  support_address: NO_ADDRESS,
  support_email: null,
  support_phone: null,
  support_url: null,
  url: null,
};

const FIXED = {
  object: 'account',
  default_currency: 'usd',
  future_requirements: NO_REQUIREMENTS,
  settings: {
    dashboard: { display_name: 'Sandbox', timezone: 'Etc/UTC' },
    payouts: {
      debit_negative_balances: true,
      schedule: { delay_days: 2, interval: 'manual' },
      statement_descriptor: null,
    },
  },
} as const;

type Fixed = typeof FIXED;

export interface Account extends StripeObject, Fixed {
  readonly object: 'account';
  readonly business_profile: BusinessProfile;
  readonly business_type: string | null;
  readonly capabilities: Partial<Record<CapabilityName, 'active' | 'inactive' | 'pending'>>;
  readonly charges_enabled: boolean;
  readonly controller: Readonly<Record<string, unknown>>;
  readonly country: string;
  readonly created: number;
  readonly details_submitted: boolean;
  readonly email: string | null;
  readonly external_accounts: StripeList<BankAccount>;
  readonly metadata: Metadata;
  readonly payouts_enabled: boolean;
  readonly requirements: Requirements;
  readonly tos_acceptance: {
    readonly date: number | null;
    readonly ip: string | null;
    readonly user_agent: string | null;
  };
  readonly type: 'custom' | 'express' | 'none' | 'standard';
}

export function newAccount(given: Omit<Account, keyof Fixed>): Account {
  return { ...FIXED, ...given };
}
