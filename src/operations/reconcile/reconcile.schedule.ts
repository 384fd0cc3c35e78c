import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { Reconciler } from './reconciler.js';

/** Milliseconds that a shutdown waits for the page in hand; the next run repeats it. */
const STOP_LIMIT = 2_000;

/**
 * Runs the reconciler from the start on, where events are settled and there is a key. Every such machine asks the
 * database ten times an interval whether a run is due, so that another one steps in when one is gone.
 */
@Injectable()
export class ReconcileSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly gateway: StripeGateway,
    private readonly scheduler: SchedulerRegistry,
    private readonly reconciler: Reconciler,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ReconcileSchedule.name);
  }

  onApplicationBootstrap(): void {
    const { ROLE, RECONCILE_INTERVAL_SECONDS: interval } = this.env;
    if (ROLE === 'api' || interval === 'off' || !this.gateway.available) return;
    this.look();
    const timer = setInterval(() => this.look(), interval * 100);
    this.scheduler.addInterval('reconcile', timer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, delay(STOP_LIMIT, undefined, { ref: false })]);
  }

  private look(): void {
    if (this.stopping.signal.aborted) return;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  private async run(): Promise<void> {
    try {
      await this.reconciler.runDue(this.stopping.signal);
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.warn({ reason: describeError(error) }, 'reconcile comes again');
    }
  }
}
