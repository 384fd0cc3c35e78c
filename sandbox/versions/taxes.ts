import type { Fields } from '../objects/event.js';
import { isHash } from '../previous-attributes.js';
import { hashAt } from './move.js';

/** Basil's `taxes` entries as the `tax_amounts` entries they were before. */
export function taxAmounts(taxes: unknown): Fields[] {
  if (!Array.isArray(taxes)) return [];
  return taxes.filter(isHash).map((tax) => ({
    amount: tax['amount'],
    inclusive: tax['tax_behavior'] === 'inclusive',
    tax_rate: hashAt(tax, 'tax_rate_details')['tax_rate'] ?? null,
    taxability_reason: tax['taxability_reason'] ?? null,
    taxable_amount: tax['taxable_amount'] ?? null,
  }));
}
