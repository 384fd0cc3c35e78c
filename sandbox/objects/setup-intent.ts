import type { PaymentError } from './payment-intent.js';
import type { Metadata, StripeObject } from './stripe-object.js';

type SetupIntentStatus =
  'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'succeeded' | 'canceled';

const FIXED = {
  object: 'setup_intent',
  allowed_payment_method_types: null,
  application: null,
  automatic_payment_methods: { allow_redirects: 'always', enabled: true },
  customer_account: null,
  excluded_payment_method_types: null,
  flow_directions: null,
  latest_attempt: null,
  livemode: false,
  mandate: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card', 'us_bank_account'],
  single_use_mandate: null,
} as const;

type Fixed = typeof FIXED;

/** Makes a payment method ready for payments to come; no money moves. */
export interface SetupIntent extends StripeObject, Fixed {
  readonly object: 'setup_intent';
  readonly cancellation_reason: string | null;
  readonly client_secret: string;
  readonly created: number;
  readonly customer: string | null;
  readonly description: string | null;
  readonly last_setup_error: Omit<PaymentError, 'charge'> | null;
  readonly metadata: Metadata;
  readonly next_action: Readonly<Record<string, unknown>> | null;
  readonly payment_method: string | null;
  readonly status: SetupIntentStatus;
  readonly usage: 'off_session' | 'on_session';
}

export function newSetupIntent(given: Omit<SetupIntent, keyof Fixed>): SetupIntent {
  return { ...FIXED, ...given };
}
