import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { SingleRun } from '../../common/single-run.js';
import { ENV, type Env } from '../../config/env.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { Reconciler } from './reconciler.js';

/**
 * Runs the reconciler from the start on, where events are settled and there is a key. Every such machine asks the
 * database ten times an interval whether a run is due, so that another one steps in when one is gone.
 */
@Injectable()
export class ReconcileSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work = new SingleRun(
    (ending) => this.reconciler.runDue(ending),
    (reason) => this.logger.warn({ reason }, 'reconcile comes again'),
  );

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
    void this.work.begin();
    const timer = setInterval(() => void this.work.begin(), interval * 100);
    this.scheduler.addInterval('reconcile', timer);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.work.end();
  }
}
