const ALL = '*';

/** What an endpoint is sent, held against what is handled. */
interface EventDifference {
  /** Handled, and not sent. */
  readonly lacking: readonly string[];
  /** Sent, and not handled. `*`: everything else that Stripe has. */
  readonly surplus: readonly string[];
}

export function eventDifference(enabled: readonly string[], handled: readonly string[]): EventDifference {
  const isAll = enabled.includes(ALL);
  return {
    lacking: isAll ? [] : handled.filter((type) => !enabled.includes(type)),
    surplus: enabled.filter((type) => !handled.includes(type)).toSorted(),
  };
}
