/** Levels of hashes and lists; Stripe's deepest snapshots have about ten. */
const DEEPEST = 100;

/**
 * Whether a value nests deeper than any of Stripe's. JSON.parse takes a hundred thousand levels, and what compares two
 * such snapshots runs out of stack.
 */
export function isTooDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}
