/**
 * What one run of one contender measured. Rates are a second, times in milliseconds; NaN where the contender has no such
 * figure.
 */
export interface Run {
  /** Events answered with 200, hence committed. */
  readonly accepted: number;
  /** The same until the last effect of the last event is committed. */
  readonly settled: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** Reads from Stripe per 1,000 events. */
  readonly rereads: number;
  /** Microseconds on a processor per event until it is settled: all of the contender's processes, all of PostgreSQL. */
  readonly appCpu: number;
  readonly databaseCpu: number;
  /** Bytes: of all of the contender's processes, the largest of each; and what is alive afterwards. */
  readonly rssPeak: number;
  readonly heapAlive: number;
}

/** Of a contender that answers nobody and whose processes are PostgreSQL's own. */
export const NO_FIGURES: Run = {
  accepted: Number.NaN,
  settled: Number.NaN,
  p50: Number.NaN,
  p99: Number.NaN,
  p999: Number.NaN,
  rereads: Number.NaN,
  appCpu: Number.NaN,
  databaseCpu: Number.NaN,
  rssPeak: Number.NaN,
  heapAlive: Number.NaN,
};

/** Runs of one round, by contender. */
export type Round = ReadonlyMap<string, Run>;
