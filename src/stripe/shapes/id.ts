/** Ids are keys of rows and of indexes, and an index entry of PostgreSQL ends at 2,700 bytes. Stripe's stay far below. */
const LONGEST_ID = 500;

/**
 * The id that a field names, whether Stripe sent it as text or expanded to its object; null for null, for an absent
 * field, and for what is no id.
 */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  return typeof id === 'string' && id.length > 0 && id.length <= LONGEST_ID ? id : null;
}
