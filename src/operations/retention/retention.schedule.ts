import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { Lease } from '../lease/lease.js';
import { Retention } from './retention.js';
import { RetentionRunRepository } from './retention-run.repository.js';

/** Milliseconds from the start to the first look whether a run is due: from, and by chance so many more. */
const FIRST_LOOK = [600_000, 600_000] as const;
/** Milliseconds between two looks. */
const LOOK = 3_600_000;
/** Seconds between two runs: nightly, and not an hour later each night. */
const INTERVAL = 23 * 3_600;
/** Milliseconds that a shutdown waits for the portion in hand. */
const STOP_LIMIT = 2_000;

/** Every day on one machine; a run that was cut off goes on with the next look. */
@Injectable()
export class RetentionSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly lease: Lease,
    private readonly retention: Retention,
    private readonly runs: RetentionRunRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(RetentionSchedule.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    const [earliest, spread] = FIRST_LOOK;
    const first = setTimeout(() => this.look(), earliest + Math.random() * spread);
    this.scheduler.addTimeout('retention', first);
    this.scheduler.addInterval(
      'retention',
      setInterval(() => this.look(), LOOK),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, delay(STOP_LIMIT, undefined, { ref: false })]);
  }

  /** Resolves when the run has ended, or somebody else is at it, or none is due. */
  async runIfDue(): Promise<void> {
    try {
      if (!(await this.runs.isDue(INTERVAL))) return;
      await this.lease.during('retention', (lost) => this.retention.run(AbortSignal.any([lost, this.stopping.signal])));
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.warn({ reason: describeError(error) }, 'retention comes again');
    }
  }

  private look(): void {
    this.running ??= this.runIfDue().finally(() => (this.running = undefined));
  }
}
