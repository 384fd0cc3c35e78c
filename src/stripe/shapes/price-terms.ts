import type { StripeObject } from '../stripe.types.js';
import { count, field, hash, id, integer, text, word } from './fields.js';
import { currencyOf } from './currency.js';

/** What a price says, in the shape of a price (since 2020) or of the plan it was before. */
export interface PriceTerms {
  readonly priceId: string | null;
  readonly productId: string | null;
  readonly currency: string | null;
  /** Minor units; null for tiers and for fractions of a minor unit. */
  readonly unitAmount: number | null;
  /** Minor units with up to twelve decimals, as text. */
  readonly unitAmountDecimal: string | null;
  readonly nickname: string | null;
  /** Null for a one-time price. */
  readonly recurringInterval: string | null;
  readonly recurringIntervalCount: number | null;
  readonly usageType: string | null;
  readonly trialPeriodDays: number | null;
}

export function priceTerms(price: StripeObject): PriceTerms {
  const recurring = hash(price, 'recurring') ?? price;
  const unitAmount = integer(price, 'unit_amount') ?? integer(price, 'amount');
  return {
    priceId: id(price, 'id'),
    productId: id(price, 'product'),
    currency: currencyOf(price),
    unitAmount,
    unitAmountDecimal:
      text(price, 'unit_amount_decimal') ??
      text(price, 'amount_decimal') ??
      (unitAmount === null ? null : String(unitAmount)),
    // a plan that has both bears the name of its product
    nickname: text(price, 'nickname' in price ? 'nickname' : 'name'),
    recurringInterval: word(recurring, 'interval'),
    recurringIntervalCount: count(recurring, 'interval_count'),
    usageType: word(recurring, 'usage_type') ?? (word(recurring, 'interval') === null ? null : 'licensed'),
    trialPeriodDays: count(recurring, 'trial_period_days'),
  };
}

/** The price of a subscription item or an invoice line: `price`, or `plan` in older shapes; expanded or an id. */
export function termsOfItem(item: StripeObject): PriceTerms {
  const name = field(item, 'price') === null ? 'plan' : 'price';
  return priceTerms(hash(item, name) ?? { id: id(item, name) });
}
