/**
 * Splits whole minor units by weights, so that the parts are whole, add up to the total exactly, and none is greater
 * than its weight as long as the total is not greater than all weights together. In BigInt: the products exceed 2^53.
 */
export function splitByWeight(total: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return weights.map(() => 0);
  const upTo = (weight: number) => Number((BigInt(total) * BigInt(weight)) / BigInt(all));
  let passed = 0;
  return weights.map((weight) => {
    const before = upTo(passed);
    passed += weight;
    return upTo(passed) - before;
  });
}
