import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { SingleRun } from '../../common/single-run.js';
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

/** Every day on one machine; a run that was cut off goes on with the next look. */
@Injectable()
export class RetentionSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work = new SingleRun(
    (ending) => this.run(ending),
    (reason) => this.logger.warn({ reason }, 'retention comes again'),
  );

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
    const first = setTimeout(() => void this.runIfDue(), earliest + Math.random() * spread);
    this.scheduler.addTimeout('retention', first);
    this.scheduler.addInterval(
      'retention',
      setInterval(() => void this.runIfDue(), LOOK),
    );
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.work.end();
  }

  /** Resolves when the run has ended, or somebody else is at it, or none is due. */
  runIfDue(): Promise<void> {
    return this.work.begin();
  }

  private async run(ending: AbortSignal): Promise<void> {
    if (!(await this.runs.isDue(INTERVAL))) return;
    await this.lease.during('retention', (lost) => this.retention.run(AbortSignal.any([lost, ending])));
  }
}
