import type { Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'checkout.session',
  adaptive_pricing: { enabled: true },
  after_expiration: null,
  automatic_tax: { enabled: false, liability: null, status: null, provider: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card', 'us_bank_account'],
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
} as const;

type Fixed = typeof FIXED;

interface CustomerDetails {
  readonly address: null;
  readonly business_name: null;
  readonly email: string | null;
  readonly individual_name: null;
  readonly name: string | null;
  readonly phone: null;
  readonly tax_exempt: 'none';
  readonly tax_ids: readonly [];
}

export interface CheckoutSession extends StripeObject, Fixed {
  readonly object: 'checkout.session';
  readonly allow_promotion_codes: boolean | null;
  /** Null in mode setup, where nothing is sold. */
  readonly amount_subtotal: number | null;
  readonly amount_total: number | null;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  readonly created: number;
  readonly currency: string | null;
  readonly customer: string | null;
  readonly customer_creation: 'always' | 'if_required' | null;
  readonly customer_details: CustomerDetails | null;
  readonly customer_email: string | null;
  readonly expires_at: number;
  readonly invoice: string | null;
  readonly metadata: Metadata;
  readonly mode: 'payment' | 'setup' | 'subscription';
  readonly payment_intent: string | null;
  readonly payment_method_collection: 'always' | 'if_required' | null;
  readonly payment_status: 'unpaid' | 'paid' | 'no_payment_required';
  readonly setup_intent: string | null;
  readonly status: 'open' | 'complete' | 'expired';
  readonly subscription: string | null;
  readonly success_url: string | null;
  readonly total_details: {
    readonly amount_discount: number;
    readonly amount_shipping: number;
    readonly amount_tax: number;
  } | null;
  readonly url: string | null;
}

export function newCheckoutSession(given: Omit<CheckoutSession, keyof Fixed>): CheckoutSession {
  return { ...FIXED, ...given };
}
