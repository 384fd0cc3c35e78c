import type { StripeObject } from '../stripe.types.js';
import { count, hash, text, word } from './fields.js';

/** What may be shown of a means of payment. Never more: no number, no fingerprint. */
export interface MeansOfPayment {
  /** `card`, `sepa_debit`, … */
  readonly type: string | null;
  /** Lower case: `visa`, `amex`. */
  readonly brand: string | null;
  readonly last4: string | null;
  readonly expMonth: number | null;
  readonly expYear: number | null;
  /** ISO 3166-1 alpha-2: where a card was issued, or a bank account is. For compliance; not shown. */
  readonly country: string | null;
}

/** Sources and cards spell brands for people, payment methods for code. */
const BRANDS: ReadonlyMap<string, string> = new Map([
  ['american express', 'amex'],
  ['diners club', 'diners'],
  ['eftpos australia', 'eftpos_au'],
]);

/**
 * The details of a payment method, of `payment_method_details`, or of a source: they lie under the type's name, but a
 * source that is a card or a bank account is the details itself.
 */
export function meansOf(holder: StripeObject): MeansOfPayment {
  const object = word(holder, 'object');
  const isItself = object === 'card' || object === 'bank_account';
  const type = isItself ? object : word(holder, 'type');
  const details = isItself || type === null ? holder : (hash(holder, type) ?? {});
  const brand = text(details, 'brand')?.toLowerCase() ?? null;
  return {
    type,
    brand: brand === null ? null : (BRANDS.get(brand) ?? brand),
    last4: text(details, 'last4'),
    expMonth: count(details, 'exp_month'),
    expYear: count(details, 'exp_year'),
    country: text(details, 'country'),
  };
}

/** What a charge was paid with: `payment_method_details` since 2019; before, `source`; until 2015-02, `card`. */
export function meansOfCharge(charge: StripeObject): MeansOfPayment {
  return meansOf(hash(charge, 'payment_method_details') ?? hash(charge, 'source') ?? hash(charge, 'card') ?? {});
}
