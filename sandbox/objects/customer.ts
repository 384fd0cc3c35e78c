import type { Discount } from './discount.js';
import type { Address, Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'customer',
  default_source: null,
  livemode: false,
  next_invoice_sequence: 1,
  preferred_locales: [],
  shipping: null,
  tax_exempt: 'none',
  test_clock: null,
} as const;

type Fixed = typeof FIXED;

interface InvoiceSettings {
  readonly custom_fields: null;
  readonly default_payment_method: string | null;
  readonly footer: null;
  readonly rendering_options: null;
}

export interface Customer extends StripeObject, Fixed {
  readonly object: 'customer';
  readonly address: Address | null;
  /** Minor units; negative is credit in the customer's favour. */
  readonly balance: number;
  readonly created: number;
  readonly currency: string | null;
  readonly delinquent: boolean;
  readonly description: string | null;
  readonly discount: Discount | null;
  readonly email: string | null;
  readonly invoice_prefix: string;
  readonly invoice_settings: InvoiceSettings;
  readonly metadata: Metadata;
  readonly name: string | null;
  readonly phone: string | null;
}

export function newCustomer(given: Omit<Customer, keyof Fixed>): Customer {
  return { ...FIXED, ...given };
}
