import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { OldEvents } from './old-events.js';
import { OldRows } from './old-rows.js';
import { PayloadMonths } from './payload-months.js';
import { PayloadRotation } from './payload-rotation.js';
import { RetentionRunRepository, STEPS, type Removed, type Step } from './retention-run.repository.js';

/** Days for which we know what such runs removed and what was compared with Stripe. */
const RUNS_KEPT = 400;

/** Removes what has been kept for as long as the settings say, and has payloads written with the newest key. */
@Injectable()
export class Retention {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly months: PayloadMonths,
    private readonly rows: OldRows,
    private readonly events: OldEvents,
    private readonly rotation: PayloadRotation,
    private readonly runs: RetentionRunRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(Retention.name);
  }

  /**
   * Each step by itself: one that fails, or for which there was no lock, keeps none from the others.
   *
   * @throws the signal's reason.
   */
  async run(signal: AbortSignal): Promise<Removed> {
    const startedAt = new Date();
    const { PAYLOAD_RETENTION_DAYS: payloadDays, EVENT_LOG_RETENTION_DAYS: eventDays } = this.env;
    const steps: Readonly<Record<Step, () => Promise<number>>> = {
      payloadMonths: () => this.months.drop(payloadDays, signal),
      payloads: () => this.rows.deletePayloads(payloadDays, signal),
      events: () => this.events.delete(eventDays, signal),
      outboxEntries: () => this.rows.deleteOutboxEntries(eventDays, signal),
      runs: () => this.runs.deleteOld(RUNS_KEPT),
      reencrypted: () => this.rotation.run(signal),
    };
    const removed = { payloadMonths: 0, payloads: 0, events: 0, outboxEntries: 0, runs: 0, reencrypted: 0 };
    const leftOver: Step[] = [];
    for (const step of STEPS) {
      signal.throwIfAborted();
      try {
        removed[step] = await steps[step]();
      } catch (error) {
        signal.throwIfAborted();
        leftOver.push(step);
        this.logger.warn({ step, reason: describeError(error) }, 'what has been kept long enough is removed later');
      }
    }
    await this.runs.note(startedAt, removed, leftOver);
    this.logger.info({ ...removed, leftOver }, 'what has been kept long enough was removed');
    return removed;
  }
}
