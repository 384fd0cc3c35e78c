/** Calls that no worker has heard yet, and those that one is at. */
export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
}

/**
 * Wakes the workers. A job is a wake-up call, not an assignment: which events are due, the log tells, so nothing is
 * lost with a queue that is down, flushed, or processes a job twice.
 */
export abstract class EventQueue {
  /** Returns at once. A failure is logged: the scheduled sweep finds what was not announced. */
  abstract wake(): void;

  /** Whether the queue answers within so many milliseconds, and takes calls. */
  abstract ping(timeout: number): Promise<'up' | 'down'>;

  /** Null where calls are heard at once. @throws when the queue does not answer. */
  abstract depth(): Promise<QueueDepth | null>;
}
