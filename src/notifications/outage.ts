import { NotificationUndeliveredError } from '../common/errors.js';

/** Milliseconds for which a server that did not answer is not asked again. */
const PAUSE = 5_000;

/**
 * Keeps a server that hangs from holding every lane of the outbox: after it did not answer, work fails at once for five
 * seconds, and then one piece at a time tries it. Other topics go on meanwhile.
 */
export class Outage {
  private refuseUntil = 0;
  private trying = false;
  private out = false;

  /** @param isOutage whether an error says that the server itself is away, and not that it refuses this one message. */
  constructor(
    private readonly isOutage: (error: unknown) => boolean,
    private readonly now: () => number = () => performance.now(), // a clock that is set back must not prolong it
  ) {}

  /** @throws {NotificationUndeliveredError} without a try while the server is thought to be away. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.out && (this.trying || this.now() < this.refuseUntil)) {
      throw new NotificationUndeliveredError('the server did not answer a moment ago');
    }
    const isProbe = this.out;
    if (isProbe) this.trying = true;
    try {
      const result = await work();
      this.out = false;
      return result;
    } catch (error) {
      this.out = this.isOutage(error);
      if (this.out) this.refuseUntil = this.now() + PAUSE;
      throw error;
    } finally {
      if (isProbe) this.trying = false;
    }
  }
}
