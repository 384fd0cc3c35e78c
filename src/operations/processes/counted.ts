/** How often each word was said. */
export type Tallies = Readonly<Record<string, number>>;

/** What processes count of their own work, within a time. */
export interface Counted {
  /** Webhooks whose event was new to the log. */
  readonly received: number;
  /** Events that reconcile has brought. */
  readonly brought: number;
  /** Webhooks whose event was in the log already. */
  readonly redelivered: number;
  /** Webhook requests without a valid signature, by diagnosis. */
  readonly refused: Tallies;
  /** Answers to webhook requests by HTTP status; `none`: the caller went away before. */
  readonly answers: Tallies;
  /** Requests that were answered 200, by the bound in seconds (`0.005`, …, `+Inf`) that they stayed within and no smaller one. */
  readonly acks: Tallies;
  /** Events that ended, by status: `processed`, `ignored`, `dead`. */
  readonly settled: Tallies;
  /** Attempts at events that failed and are made again. */
  readonly retried: number;
}

export const NOTHING: Counted = {
  received: 0,
  brought: 0,
  redelivered: 0,
  refused: {},
  answers: {},
  acks: {},
  settled: {},
  retried: 0,
};

/** All together. */
export const totalOf = (tallies: Tallies): number => Object.values(tallies).reduce((sum, count) => sum + count, 0);

/** What is left when nothing is, is left out: a row is kept for each minute. */
function combined(a: Tallies, b: Tallies, sign: 1 | -1): Tallies {
  const words = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    words.map((word) => [word, (a[word] ?? 0) + sign * (b[word] ?? 0)] as const).filter(([, count]) => count !== 0),
  );
}

function together(a: Counted, b: Counted, sign: 1 | -1): Counted {
  return {
    received: a.received + sign * b.received,
    brought: a.brought + sign * b.brought,
    redelivered: a.redelivered + sign * b.redelivered,
    refused: combined(a.refused, b.refused, sign),
    answers: combined(a.answers, b.answers, sign),
    acks: combined(a.acks, b.acks, sign),
    settled: combined(a.settled, b.settled, sign),
    retried: a.retried + sign * b.retried,
  };
}

export const sumOf = (a: Counted, b: Counted): Counted => together(a, b, 1);

/** What has been counted since. @param before of the same process, which counts upwards. */
export const since = (before: Counted, now: Counted): Counted => together(now, before, -1);
