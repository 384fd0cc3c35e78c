import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { setTimeout as delay } from 'node:timers/promises';
import { SingleRun } from '../../common/single-run.js';
import { ENV, type Env } from '../../config/env.js';
import { OutboxRunner } from '../../outbox/outbox.runner.js';
import { Lease } from '../lease/lease.js';
import { AlertEvaluator } from './alert.evaluator.js';

/** Milliseconds between two looks, and between two tries to become the one that looks. */
const INTERVAL = 30_000;

/**
 * One machine looks, whatever its role: where all workers are gone, those that take webhooks have to say so. It keeps
 * the lease until it ends; another one steps in within a minute. A command does not listen, and does not look: it may
 * have no key, and no Redis.
 */
@Injectable()
export class AlertSchedule implements OnModuleInit, BeforeApplicationShutdown {
  private readonly work = new SingleRun(
    (ending) => this.watch(ending),
    (reason) => this.logger.warn({ reason }, 'alerts are looked at later'),
  );
  private planned = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly adapters: HttpAdapterHost,
    private readonly scheduler: SchedulerRegistry,
    private readonly lease: Lease,
    private readonly evaluator: AlertEvaluator,
    private readonly runner: OutboxRunner,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(AlertSchedule.name);
  }

  onModuleInit(): void {
    this.adapters.listen$.subscribe(() => this.begin());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.end();
    if (this.env.ROLE === 'api') await this.runner.stop(); // elsewhere the worker stops it
  }

  /** Looks from now on, unless another machine does. */
  look(): void {
    void this.work.begin();
  }

  /** Not at once: a backlog of the time when nothing ran is worked off first. */
  private begin(): void {
    if (this.planned) return;
    this.planned = true;
    this.scheduler.addInterval(
      'alerts',
      setInterval(() => this.look(), INTERVAL),
    );
  }

  private watch(ending: AbortSignal): Promise<object | null> {
    return this.lease.during('alerts', (lost) => this.watchUntil(AbortSignal.any([lost, ending])));
  }

  private async watchUntil(end: AbortSignal): Promise<object> {
    while (!end.aborted) {
      await this.evaluator.evaluate();
      await delay(INTERVAL, undefined, { signal: end, ref: false }).catch(() => undefined);
    }
    return {};
  }
}
