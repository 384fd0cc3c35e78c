import { periodEnd, type Subscription } from '../objects/subscription.js';

export interface CancelAtParams {
  cancel_at_period_end?: boolean;
  /** Seconds UTC, or the end of the period by name; empty takes the cancellation back. */
  cancel_at?: number | 'min_period_end' | 'max_period_end' | '' | null;
}

/** The planned end. `cancel_at_period_end` also sets `cancel_at`; `cancel_at` alone leaves the boolean false (clover). */
export function cancelAtPatch(
  before: Subscription,
  params: CancelAtParams,
  end: number,
  now: number,
): Partial<Subscription> {
  if (params.cancel_at_period_end === true) return planned(before, end, true, now);
  if (params.cancel_at === 'min_period_end' || params.cancel_at === 'max_period_end')
    return planned(before, end, false, now);
  if (typeof params.cancel_at === 'number') return planned(before, params.cancel_at, false, now);
  if (params.cancel_at_period_end === false || params.cancel_at === '' || params.cancel_at === null)
    return takenBack(before);
  return before.cancel_at === periodEnd(before) ? { cancel_at: end } : {};
}

function planned(before: Subscription, cancel_at: number, atPeriodEnd: boolean, now: number): Partial<Subscription> {
  return {
    cancel_at,
    cancel_at_period_end: atPeriodEnd,
    canceled_at: before.canceled_at ?? now,
    cancellation_details: { ...before.cancellation_details, reason: 'cancellation_requested' },
  };
}

function takenBack(before: Subscription): Partial<Subscription> {
  return {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { ...before.cancellation_details, reason: null },
  };
}
