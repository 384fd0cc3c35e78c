import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { RefundResolution } from './refund-resolution.js';

/** Milliseconds between two looks whether a request is due. */
const INTERVAL = 15_000;
/** Milliseconds that a shutdown waits for the request in hand; another process takes it up after a minute. */
const STOP_LIMIT = 2_000;

/** Has the ends of requests found out, where events are settled and there is a key. */
@Injectable()
export class RefundResolutionSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

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
      setInterval(() => this.look(), INTERVAL),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, delay(STOP_LIMIT, undefined, { ref: false })]);
  }

  private look(): void {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  private async run(): Promise<void> {
    try {
      await this.resolution.resolveDue(this.stopping.signal);
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'refunds are looked for later');
    }
  }
}
