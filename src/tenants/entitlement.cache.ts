import type { DerivedKey } from '../database/event-context.js';
import type { Entitlements } from './entitlements.js';

/**
 * Milliseconds after which an entry is read again, whatever happens. This is the longest that a committed change can stay
 * unseen: when the process dies between the commit and telling the cache, or the cache cannot be told.
 */
export const TIME_TO_LIVE = 30_000;

/**
 * What tenants may use, kept near those who ask at every request. An entry carries the version of the tenant's row, and
 * an older one never takes the place of a newer: somebody who read the row before a commit and is slow cannot undo it.
 */
export abstract class EntitlementCache {
  /** Undefined when the row has to be read. A cache that does not answer is one without the entry. */
  abstract get(key: DerivedKey): Promise<Entitlements | undefined>;

  /** Returns at once, as everything that need not be waited for. */
  abstract put(key: DerivedKey, entitlements: Entitlements): void;

  /** Nothing older than this version may be shown, or put, from now on. */
  abstract outdate(key: DerivedKey, version: number): void;
}
