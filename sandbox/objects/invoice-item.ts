import type { Period, Pricing } from './invoice-line.js';
import type { Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'invoiceitem',
  customer_account: null,
  discountable: false,
  discounts: [],
  livemode: false,
  tax_rates: [],
  test_clock: null,
} as const;

type Fixed = typeof FIXED;

/** An amount that waits for the next invoice: prorations are such items. */
export interface InvoiceItem extends StripeObject, Fixed {
  readonly object: 'invoiceitem';
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly date: number;
  readonly description: string;
  readonly invoice: string | null;
  readonly metadata: Metadata;
  readonly net_amount: number;
  readonly parent: {
    readonly subscription_details: { readonly subscription: string; readonly subscription_item: string };
    readonly type: 'subscription_details';
  };
  readonly period: Period;
  readonly pricing: Pricing;
  readonly proration: boolean;
  readonly quantity: number;
  readonly quantity_decimal: string;
}

export function newInvoiceItem(given: Omit<InvoiceItem, keyof Fixed | 'net_amount' | 'quantity_decimal'>): InvoiceItem {
  return { ...FIXED, ...given, net_amount: given.amount, quantity_decimal: String(given.quantity) };
}
