import { totalOf, type Tallies } from './counted.js';
import { boundOf } from './process-counts.js';

/**
 * As Prometheus' `histogram_quantile` has it: a bucket's observations lie evenly between its bounds, and those beyond the
 * largest bound are taken to be at it. Null when nothing was observed.
 *
 * @param buckets how many were within each bound and within no smaller one. @param quantile 0.5 is the median.
 */
export function quantileOf(buckets: Tallies, quantile: number): number | null {
  const observed = totalOf(buckets);
  if (observed === 0) return null;
  const rank = quantile * observed;
  const bounds = Object.keys(buckets).toSorted((a, b) => boundOf(a) - boundOf(b));
  let [lower, before] = [0, 0];
  for (const bound of bounds) {
    const upper = boundOf(bound);
    const within = buckets[bound] ?? 0;
    if (before + within >= rank && within > 0) {
      return upper === Infinity ? lower : lower + ((upper - lower) * (rank - before)) / within;
    }
    before += within;
    if (upper !== Infinity) lower = upper;
  }
  return lower;
}
