import type { BillingDetails, Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'charge',
  application: null,
  application_fee: null,
  application_fee_amount: null,
  calculated_statement_descriptor: 'SANDBOX',
  failure_balance_transaction: null,
  livemode: false,
  on_behalf_of: null,
  receipt_email: null,
  receipt_number: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} as const;

/** Who shares in a payment for a connected account. */
export interface ChargeShares {
  readonly application: string | null;
  readonly application_fee: string | null;
  readonly application_fee_amount: number | null;
  readonly on_behalf_of: string | null;
  /** There only when there is one. */
  readonly transfer?: string;
  readonly transfer_data: { readonly amount: number | null; readonly destination: string } | null;
  readonly transfer_group: string | null;
}

type Fixed = Omit<typeof FIXED, keyof ChargeShares>;

export interface Outcome {
  readonly advice_code: string | null;
  readonly network_advice_code: null;
  readonly network_decline_code: string | null;
  readonly network_status: string;
  readonly reason: string | null;
  readonly risk_level: 'normal' | 'elevated';
  readonly seller_message: string;
  readonly type: 'authorized' | 'issuer_declined' | 'manual_review';
}

export const AUTHORIZED: Outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  seller_message: 'Payment complete.',
  type: 'authorized',
};

export interface Charge extends StripeObject, Fixed, ChargeShares {
  readonly object: 'charge';
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  /** Null on `charge.succeeded`: it comes a little later, with `charge.updated`. */
  readonly balance_transaction: string | null;
  readonly billing_details: BillingDetails;
  readonly captured: boolean;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly disputed: boolean;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly fraud_details: { readonly user_report?: string };
  readonly metadata: Metadata;
  readonly outcome: Outcome;
  readonly paid: boolean;
  readonly payment_intent: string;
  readonly payment_method: string;
  readonly payment_method_details: Readonly<Record<string, unknown>>;
  readonly receipt_url: string | null;
  readonly refunded: boolean;
  readonly review: string | null;
  readonly status: 'pending' | 'succeeded' | 'failed';
}

export function newCharge(given: Omit<Charge, keyof Fixed | keyof ChargeShares> & Partial<ChargeShares>): Charge {
  return { ...FIXED, ...given };
}
