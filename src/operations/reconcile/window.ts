import type { EventWindow } from '../../stripe/event-list.js';
import { RECONCILE_CLIFF } from '../alerts/thresholds.js';

/** All in seconds. */
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** What was listed is listed again for so long: Stripe does not say that its list is complete up to the second. */
const OVERLAP = HOUR;
/** Younger events are most likely on their way. */
const SETTLING = 60;
/** Pages come newest first, so the checkpoint moves at the end of a window: after a long outage, day by day. */
const LONGEST = DAY;
/** Stripe shows events for so long. */
export const HORIZON = 30 * DAY;
/** A gap that is found younger than this is no alert: Stripe may still have been at it. */
export const LATE = 15 * 60;

/**
 * What to list, oldest first, each window after the one before: from the checkpoint less the overlap to a minute ago.
 * Nothing when Stripe's clock stands before the checkpoint.
 *
 * @param checkpoint and `now`: seconds since 1970 by Stripe's clock.
 */
export function windowsSince(checkpoint: number, now: number): EventWindow[] {
  const end = now - SETTLING;
  const windows: EventWindow[] = [];
  for (let from = Math.max(checkpoint - OVERLAP, now - HORIZON); from <= end; from += LONGEST) {
    windows.push({ from, to: Math.min(from + LONGEST - 1, end) });
  }
  return windows;
}

/** `lost`: Stripe no longer shows what happened right after the checkpoint. `close`: it soon will not. */
export function cliffOf(checkpoint: number, now: number): 'far' | 'close' | 'lost' {
  const age = now - checkpoint;
  if (age > HORIZON) return 'lost';
  return age > RECONCILE_CLIFF ? 'close' : 'far'; // close to the horizon
}

/** A gap is an event that no webhook had brought when it was `age` seconds old. */
export type GapKind = 'late' | 'missed';

export const gapKindOf = (age: number): GapKind => (age < LATE ? 'late' : 'missed');
