import type { Metadata, StripeObject } from './stripe-object.js';

type PaymentIntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'processing'
  | 'succeeded'
  | 'canceled';

export interface PaymentError {
  readonly charge: string | null;
  readonly code: string;
  readonly decline_code: string | null;
  readonly message: string;
  readonly type: 'card_error' | 'invalid_request_error';
}

const FIXED = {
  object: 'payment_intent',
  amount_details: { tip: {} },
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: { allow_redirects: 'always', enabled: true },
  confirmation_method: 'automatic',
  customer_account: null,
  excluded_payment_method_types: null,
  livemode: false,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card', 'us_bank_account'],
  processing: null,
  receipt_email: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} as const;

/** How a payment for a connected account is shared out. */
export interface IntentShares {
  readonly application: string | null;
  /** Minor units. */
  readonly application_fee_amount: number | null;
  readonly on_behalf_of: string | null;
  /** `amount`: a part only, in minor units. */
  readonly transfer_data: { readonly amount?: number; readonly destination: string } | null;
}

type Fixed = Omit<typeof FIXED, keyof IntentShares>;

export interface PaymentIntent extends StripeObject, Fixed, IntentShares {
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly capture_method: 'automatic' | 'automatic_async' | 'manual';
  readonly client_secret: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly last_payment_error: PaymentError | null;
  readonly latest_charge: string | null;
  readonly metadata: Metadata;
  readonly next_action: Readonly<Record<string, unknown>> | null;
  readonly payment_method: string | null;
  readonly review: string | null;
  readonly setup_future_usage: string | null;
  readonly status: PaymentIntentStatus;
}

type Given = Omit<PaymentIntent, keyof Fixed | keyof IntentShares> & Partial<IntentShares>;

export function newPaymentIntent(given: Given): PaymentIntent {
  return { ...FIXED, ...given };
}
