import type { BillingDetails, Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'payment_method',
  customer_account: null,
  livemode: false,
} as const;

type Fixed = typeof FIXED;

interface Card {
  readonly brand: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly last4: string;
  readonly [field: string]: unknown;
}

export interface PaymentMethod extends StripeObject, Fixed {
  readonly object: 'payment_method';
  readonly allow_redisplay: string;
  readonly billing_details: BillingDetails;
  readonly card?: Card;
  readonly created: number;
  readonly customer: string | null;
  readonly metadata: Metadata;
  readonly type: 'card' | 'us_bank_account';
  readonly us_bank_account?: Readonly<Record<string, unknown>>;
}

export function newPaymentMethod(given: Omit<PaymentMethod, keyof Fixed>): PaymentMethod {
  return { ...FIXED, ...given };
}
