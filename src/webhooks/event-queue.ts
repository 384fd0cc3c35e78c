/**
 * Wakes the workers. A job is a wake-up call, not an assignment: which events are due, the log tells, so nothing is
 * lost with a queue that is down, flushed, or processes a job twice.
 */
export abstract class EventQueue {
  /** Returns at once. A failure is logged: the scheduled sweep finds what was not announced. */
  abstract wake(): void;

  /** Whether the queue answers within so many milliseconds. */
  abstract ping(timeout: number): Promise<'up' | 'down'>;
}
