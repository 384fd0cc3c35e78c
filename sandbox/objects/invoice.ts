import type { DiscountAmount, PretaxCredit } from './discount.js';
import type { InvoiceLine } from './invoice-line.js';
import type { Address, Metadata, StripeList, StripeObject } from './stripe-object.js';

type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

export type BillingReason = 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'upcoming';

export type CollectionMethod = 'charge_automatically' | 'send_invoice';

const FIXED = {
  object: 'invoice',
  account_country: 'US',
  account_name: 'Sandbox',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  default_source: null,
  default_tax_rates: [],
  description: null,
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  latest_revision: null,
  livemode: false,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  test_clock: null,
  total_taxes: [],
} as const;

type Fixed = typeof FIXED;

interface StatusTransitions {
  readonly finalized_at: number | null;
  readonly marked_uncollectible_at: number | null;
  readonly paid_at: number | null;
  readonly voided_at: number | null;
}

interface SubscriptionParent {
  readonly quote_details: null;
  readonly subscription_details: { readonly metadata: Metadata; readonly subscription: string };
  readonly type: 'subscription_details';
}

interface InvoiceTax {
  readonly disabled_reason: null;
  readonly enabled: boolean;
  readonly liability: { readonly type: 'self' } | null;
  readonly provider: 'stripe' | null;
  readonly status: 'complete' | 'requires_location_inputs' | null;
}

export interface FinalizationError {
  readonly code: string;
  readonly doc_url: string;
  readonly message: string;
  readonly param: string;
  readonly type: 'invalid_request_error';
}

/** All amounts in the currency's minor unit, all times in seconds UTC. */
export interface Invoice extends StripeObject, Fixed {
  readonly object: 'invoice';
  readonly amount_due: number;
  readonly amount_paid: number;
  readonly amount_remaining: number;
  readonly attempt_count: number;
  readonly attempted: boolean;
  readonly auto_advance: boolean;
  readonly automatic_tax: InvoiceTax;
  readonly automatically_finalizes_at: number | null;
  readonly billing_reason: BillingReason;
  readonly collection_method: CollectionMethod;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly customer_address: Address | null;
  readonly customer_email: string | null;
  readonly customer_name: string | null;
  readonly customer_phone: string | null;
  readonly customer_tax_ids: readonly { readonly type: string; readonly value: string }[];
  readonly default_payment_method: string | null;
  readonly discounts: readonly string[];
  /** Seconds UTC; only with `send_invoice`. */
  readonly due_date: number | null;
  readonly effective_at: number | null;
  readonly ending_balance: number | null;
  readonly hosted_invoice_url: string | null;
  readonly invoice_pdf: string | null;
  readonly last_finalization_error: FinalizationError | null;
  readonly lines: StripeList<InvoiceLine>;
  readonly metadata: Metadata;
  readonly next_payment_attempt: number | null;
  readonly number: string | null;
  readonly parent: SubscriptionParent;
  readonly period_end: number;
  readonly period_start: number;
  readonly post_payment_credit_notes_amount: number;
  readonly pre_payment_credit_notes_amount: number;
  readonly starting_balance: number;
  readonly status: InvoiceStatus;
  readonly status_transitions: StatusTransitions;
  readonly subtotal: number;
  readonly subtotal_excluding_tax: number;
  readonly total: number;
  readonly total_discount_amounts: readonly DiscountAmount[];
  readonly total_excluding_tax: number;
  readonly total_pretax_credit_amounts: readonly PretaxCredit[];
  readonly webhooks_delivered_at: number | null;
}

export function newInvoice(given: Omit<Invoice, keyof Fixed>): Invoice {
  return { ...FIXED, ...given };
}

export function subscriptionOf(invoice: Invoice): string {
  return invoice.parent.subscription_details.subscription;
}

/** Only an invoice that is sent can be past due; others are collected. */
export function isPastDue({ due_date, status }: Invoice, now: number): boolean {
  return status === 'open' && due_date !== null && due_date <= now;
}
