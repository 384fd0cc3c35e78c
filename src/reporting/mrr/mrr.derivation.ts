import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { Lanes } from '../../common/lanes.js';
import { ENV, type Env } from '../../config/env.js';
import { MrrComputation } from './mrr.computation.js';

/** Milliseconds between two looks at what nobody told us of: another process had it, and is gone. */
const SWEEP = 5_000;
/** Milliseconds that a shutdown waits for the page in hand, which is rolled back otherwise and stays due. */
const STOP_LIMIT = 2_000;

/** Has recurring revenue computed of those of whom something new was told, right after the commit that told it. */
@Injectable()
export class MrrDerivation implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly lane: Lanes;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    computation: MrrComputation,
    logger: PinoLogger,
  ) {
    logger.setContext(MrrDerivation.name);
    this.lane = new Lanes(
      1,
      () => computation.page(),
      (error) => logger.warn({ reason: describeError(error) }, 'recurring revenue is computed later'),
    );
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    this.scheduler.addInterval(
      'recurring-revenue',
      setInterval(() => this.wake(), SWEEP),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.lane.stop(STOP_LIMIT);
  }

  /** Begins what is due, unless it is under way already. */
  wake(): void {
    this.lane.wake();
  }
}
