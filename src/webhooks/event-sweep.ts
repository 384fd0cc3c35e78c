import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../common/describe-error.js';
import { ENV, type Env } from '../config/env.js';
import { EventWorker } from './event-worker.js';
import { EventMetrics } from './event.metrics.js';
import { PayloadPartitions } from './payload-partitions.js';
import { WorkerClaimsRepository } from './worker-claims.repository.js';

/**
 * The scheduled retry: finds what is due and was never announced, with or without Redis, and what a dead process held.
 * It goes to the worker directly, not through the queue, for the queue may be what failed.
 */
@Injectable()
export class EventSweep implements OnApplicationBootstrap {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly worker: EventWorker,
    private readonly claims: WorkerClaimsRepository,
    private readonly partitions: PayloadPartitions,
    private readonly metrics: EventMetrics,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(EventSweep.name);
  }

  /** Before the first claim: what a process died of must not be taken among others again. */
  async onApplicationBootstrap(): Promise<void> {
    if (await this.claims.anyYoung()) await delay(1_100);
    await this.sweep();
    const timer = setInterval(() => void this.sweep(), this.env.SWEEP_INTERVAL_SECONDS * 1000);
    this.scheduler.addInterval('event-sweep', timer);
  }

  private async sweep(): Promise<void> {
    try {
      const recovered = await this.claims.recover();
      for (const { type, status } of recovered) this.metrics.failed(type, 'crash', status);
      if (recovered.length > 0)
        this.logger.warn({ events: recovered.length }, 'a worker died with events in hand, they run alone now');
      this.worker.wake();
      await this.partitions.ensure();
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'the sweep comes again');
    }
  }
}
