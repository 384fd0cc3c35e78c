/** Ids are keys of rows and of indexes, and an index entry of PostgreSQL ends at 2,700 bytes. Stripe's stay far below. */
const LONGEST_ID = 500;

/** Whether this may name a row: PostgreSQL's text holds neither U+0000 nor a lone surrogate, and no id of Stripe's has one. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= LONGEST_ID &&
  !value.includes('\0') &&
  value.isWellFormed();

/**
 * The id that a field names, whether Stripe sent it as text or expanded to its object; null for null, for an absent
 * field, and for what is no id.
 */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  return isId(id) ? id : null;
}
