/** Levels of hashes and lists; Stripe's deepest snapshots have about ten. */
const DEEPEST = 100;

/**
 * Whether a value nests deeper than any of Stripe's. JSON.parse takes a hundred thousand levels, and what compares two
 * such snapshots runs out of stack.
 */
export function isTooDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const inner of Object.values(value)) if (isTooDeep(inner, levels - 1)) return true;
  return false;
}
