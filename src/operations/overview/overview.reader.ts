import { Injectable } from '@nestjs/common';
import { describeError } from '../../common/describe-error.js';
import { inTime } from '../../common/in-time.js';
import { EventQueue } from '../../webhooks/event-queue.js';
import { FiringAlerts } from '../alerts/firing-alerts.js';
import { SigningSecrets } from '../processes/signing-secrets.js';
import type { OverviewAnswer } from './overview.answers.js';
import { OverviewUnavailableError } from './overview.errors.js';
import { OverviewRepository } from './overview.repository.js';
import { overviewOf } from './overview.js';

/** Milliseconds for which an overview is shown again: however many look, it is read about once a second. */
const FRESH = 1_000;
/** Milliseconds for the database's answer. */
const LIMIT = 3_000;

/** Reads the overview for whoever asks. */
@Injectable()
export class OverviewReader {
  private latest: Promise<OverviewAnswer> | undefined;
  /** On the clock of `performance.now()`. */
  private readAt = -Infinity;
  private busy = false;

  constructor(
    private readonly repository: OverviewRepository,
    private readonly queue: EventQueue,
    private readonly secrets: SigningSecrets,
    private readonly alerts: FiringAlerts,
  ) {}

  /** @throws {OverviewUnavailableError} when the database does not answer. */
  read(): Promise<OverviewAnswer> {
    if (this.latest && performance.now() - this.readAt < FRESH) return this.latest;
    this.readAt = performance.now();
    this.latest = this.readNow();
    return this.latest;
  }

  /** A question that is not answered yet, on a connection that may be dead, is not asked on another one too. */
  private async readNow(): Promise<OverviewAnswer> {
    if (this.busy) throw new OverviewUnavailableError('the last question is not answered');
    this.busy = true;
    const reading = this.parts().finally(() => (this.busy = false));
    try {
      return overviewOf(await inTime(reading, LIMIT, 'the database'));
    } catch (error) {
      throw new OverviewUnavailableError(describeError(error), { cause: error });
    }
  }

  private async parts() {
    const [stored, alerts, queue] = await Promise.all([
      this.repository.read(),
      this.alerts.read(),
      this.queue.depth().catch(() => 'down' as const),
    ]);
    return { stored, alerts, queue, secrets: this.secrets.configured };
  }
}
