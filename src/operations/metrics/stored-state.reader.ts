import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { inTime } from '../../common/in-time.js';
import { LogThrottle } from '../../common/log-throttle.js';
import { StoredStateRepository, type StoredState } from './stored-state.repository.js';

/** Milliseconds for which a state is shown again, and for which a database that did not answer is left alone. */
const FRESH = 5_000;
/** Milliseconds for the database's answer: Prometheus gives up after 10 s. */
const LIMIT = 3_000;

/** What the database knows, read for whoever scrapes, once in a few seconds, however many do. */
@Injectable()
export class StoredStateReader {
  private readonly complaints = new LogThrottle(1, 60_000);
  private latest: Promise<StoredState | null> = Promise.resolve(null);
  /** On the clock of `performance.now()`. */
  private readAt = -Infinity;
  private busy = false;

  constructor(
    private readonly repository: StoredStateRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(StoredStateReader.name);
  }

  /** Null when the database does not answer. */
  read(): Promise<StoredState | null> {
    if (performance.now() - this.readAt > FRESH) {
      this.readAt = performance.now();
      this.latest = this.readNow();
    }
    return this.latest;
  }

  /** A question that is not answered yet, on a connection that may be dead, is not asked on another one too. */
  private async readNow(): Promise<StoredState | null> {
    if (this.busy) return null;
    this.busy = true;
    const reading = this.repository.read().finally(() => (this.busy = false));
    try {
      return await inTime(reading, LIMIT, 'the database');
    } catch (error) {
      const suppressed = this.complaints.admit('database');
      if (suppressed !== null)
        this.logger.warn({ reason: describeError(error), suppressed }, 'metrics of the database are left out');
      return null;
    }
  }
}
