import { StripeUnavailableError } from '../common/errors.js';
import type { StripePage } from './stripe.gateway.js';

/** Where a list goes on: after this object. */
export interface Position {
  readonly id: string;
  /** Seconds since 1970, UTC; null when Stripe does not say. */
  readonly created: number | null;
}

/**
 * Where the next page begins; null when there is none.
 *
 * @param after the object's id after which this one began. @throws {StripeUnavailableError} when it leads nowhere.
 */
export function endOf({ objects, hasMore }: StripePage, after: string | undefined): Position | null {
  if (!hasMore) return null;
  const { id, created } = objects.at(-1) ?? {};
  if (typeof id !== 'string' || id === after) throw new StripeUnavailableError('a page has more after it, and no end');
  return { id, created: Number.isSafeInteger(created) ? Number(created) : null };
}
