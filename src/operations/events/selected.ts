import { SelectionChangedError } from './event.errors.js';
import type { Selection } from './event.requests.js';

/** What an audit row says of the events that were meant, beside their ids: what they have in common. */
export const meant = ({ filter, previewed }: Selection): Readonly<Record<string, unknown>> =>
  filter
    ? {
        filter: Object.fromEntries(Object.entries(filter).filter(([, condition]) => condition !== undefined)),
        ...(previewed ? { upTo: previewed.upTo } : {}),
      }
    : {};

/**
 * Nothing is done to more events than somebody has looked at: some that were received before they looked may have failed
 * since.
 *
 * @throws {SelectionChangedError}
 */
export function requireLookedAt({ previewed }: Selection, events: number): void {
  if (previewed && events > previewed.events) throw new SelectionChangedError();
}
