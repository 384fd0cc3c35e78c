import { type DiscountAmount, pretaxCredits, type PretaxCredit } from './discount.js';
import type { Metadata, StripeObject } from './stripe-object.js';

export interface CreditNoteLine extends StripeObject {
  readonly object: 'credit_note_line_item';
  /** Minor units, before discounts. */
  readonly amount: number;
  readonly description: string | null;
  readonly discount_amount: number;
  readonly discount_amounts: readonly DiscountAmount[];
  /** Absent for a custom line. */
  readonly invoice_line_item?: string;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly pretax_credit_amounts: readonly PretaxCredit[];
  readonly quantity: number | null;
  readonly tax_rates: readonly [];
  readonly taxes: readonly [];
  readonly type: 'invoice_line_item' | 'custom_line_item';
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
}

type Given = Pick<
  CreditNoteLine,
  'id' | 'amount' | 'description' | 'discount_amounts' | 'invoice_line_item' | 'metadata' | 'quantity' | 'unit_amount'
>;

export function newCreditNoteLine(given: Given): CreditNoteLine {
  return {
    ...given,
    object: 'credit_note_line_item',
    discount_amount: given.discount_amounts.reduce((sum, { amount }) => sum + amount, 0),
    livemode: false,
    pretax_credit_amounts: pretaxCredits(given.discount_amounts),
    tax_rates: [],
    taxes: [],
    type: given.invoice_line_item === undefined ? 'custom_line_item' : 'invoice_line_item',
    unit_amount_decimal: given.unit_amount === null ? null : String(given.unit_amount),
  };
}
