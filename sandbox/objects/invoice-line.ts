import type { DiscountAmount, PretaxCredit } from './discount.js';
import type { Metadata, StripeObject } from './stripe-object.js';

export interface Period {
  readonly end: number;
  readonly start: number;
}

export interface Pricing {
  readonly price_details: { readonly price: string; readonly product: string };
  readonly type: 'price_details';
  readonly unit_amount_decimal: string;
}

interface LineParent {
  readonly invoice_item_details: {
    readonly invoice_item: string;
    readonly proration: boolean;
    readonly proration_details: null;
    readonly subscription: string | null;
  } | null;
  readonly subscription_item_details: {
    readonly invoice_item: null;
    readonly proration: boolean;
    readonly proration_details: null;
    readonly subscription: string;
    readonly subscription_item: string;
  } | null;
  readonly type: 'invoice_item_details' | 'subscription_item_details';
}

export interface InvoiceLine extends StripeObject {
  readonly object: 'line_item';
  /** Minor units; negative for unused time. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly discount_amounts: readonly DiscountAmount[];
  readonly discountable: boolean;
  readonly discounts: readonly [];
  readonly invoice: string | null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly parent: LineParent;
  readonly period: Period;
  readonly pretax_credit_amounts: readonly PretaxCredit[];
  readonly pricing: Pricing;
  readonly quantity: number;
  readonly quantity_decimal: string;
  readonly subscription: string | null;
  readonly subtotal: number;
  readonly taxes: readonly [];
}

type Given = Pick<
  InvoiceLine,
  | 'id'
  | 'amount'
  | 'currency'
  | 'description'
  | 'invoice'
  | 'metadata'
  | 'parent'
  | 'period'
  | 'pricing'
  | 'quantity'
  | 'subscription'
>;

export function newInvoiceLine(given: Given): InvoiceLine {
  return {
    ...given,
    object: 'line_item',
    discount_amounts: [],
    discountable: given.parent.type === 'subscription_item_details',
    discounts: [],
    livemode: false,
    pretax_credit_amounts: [],
    quantity_decimal: String(given.quantity),
    subtotal: given.amount,
    taxes: [],
  };
}
