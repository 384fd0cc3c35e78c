import { ShapeError } from '../../common/errors.js';
import type { StripeObject } from '../stripe.types.js';
import { field, pathOf } from './fields.js';

/**
 * The rate of a balance transaction between the currency of its source and that of the balance, as text: it multiplies
 * nothing here, and a float would change when it is stored. Null when nothing was converted.
 */
export function exchangeRateOf(balanceTransaction: StripeObject): string | null {
  const value = field(balanceTransaction, 'exchange_rate');
  if (value === null) return null;
  const rate = typeof value === 'number' ? String(value) : value;
  if (typeof rate === 'string' && /^\d+(\.\d+)?(e-?\d+)?$/.test(rate)) return rate;
  throw new ShapeError(pathOf(balanceTransaction, 'exchange_rate'), 'a rate');
}
