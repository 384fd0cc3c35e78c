import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { SingleRun } from '../../common/single-run.js';
import { ENV, type Env } from '../../config/env.js';
import { RefundResolution } from './refund-resolution.js';

/** Milliseconds between two looks whether a request is due. */
const INTERVAL = 15_000;

/** Has the ends of requests found out, where events are settled and there is a key. */
@Injectable()
export class RefundResolutionSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work = new SingleRun(
    (ending) => this.resolution.resolveDue(ending),
    (reason) => this.logger.warn({ reason }, 'refunds are looked for later'),
  );

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly resolution: RefundResolution,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(RefundResolutionSchedule.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api' || this.env.STRIPE_SECRET_KEY === undefined) return;
    this.scheduler.addInterval(
      'refund-resolution',
      setInterval(() => void this.work.begin(), INTERVAL),
    );
  }

  /** What is in hand then, another process takes up after a minute. */
  beforeApplicationShutdown(): Promise<void> {
    return this.work.end();
  }
}
