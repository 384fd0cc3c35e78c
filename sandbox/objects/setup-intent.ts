import type { Metadata, StripeObject } from './stripe-object.js';

/** Only here so that the sandbox sends `setup_intent.*`, which most backends do not handle. */
export interface SetupIntent extends StripeObject {
  readonly object: 'setup_intent';
  readonly created: number;
  readonly customer: string | null;
  readonly metadata: Metadata;
  readonly payment_method: string | null;
  readonly status: 'requires_payment_method' | 'succeeded';
  readonly usage: 'off_session';
}

const FIXED = {
  object: 'setup_intent',
  application: null,
  automatic_payment_methods: null,
  cancellation_reason: null,
  description: null,
  excluded_payment_method_types: null,
  flow_directions: null,
  last_setup_error: null,
  latest_attempt: null,
  livemode: false,
  mandate: null,
  next_action: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  single_use_mandate: null,
  usage: 'off_session',
} as const;

type Given = Pick<SetupIntent, 'id' | 'created' | 'customer' | 'payment_method' | 'status'> & { client_secret: string };

export function newSetupIntent(given: Given): SetupIntent {
  return { ...FIXED, metadata: {}, ...given };
}
