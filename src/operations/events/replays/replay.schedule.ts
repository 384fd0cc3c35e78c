import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { setTimeout as delay } from 'node:timers/promises';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../../common/describe-error.js';
import { ENV, type Env } from '../../../config/env.js';
import { Lease } from '../../lease/lease.js';
import { ReplayStep } from './replay-step.js';
import { ReplayTurnRepository } from './replay-turn.repository.js';

/** Milliseconds between two looks whether a replay was asked for. */
const LOOK = 2_000;
/** Milliseconds of a step: rates are by the second. */
const STEP = 1_000;
/** Milliseconds that a shutdown waits for the step in hand. */
const STOP_LIMIT = 2_000;

/** Carries out what operators asked to run again, on one machine, so many events a second: each second one replay’s. */
@Injectable()
export class ReplaySchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly lease: Lease,
    private readonly turns: ReplayTurnRepository,
    private readonly step: ReplayStep,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ReplaySchedule.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    this.look();
    this.scheduler.addInterval(
      'replay',
      setInterval(() => this.look(), LOOK),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, delay(STOP_LIMIT, undefined, { ref: false })]);
  }

  /** Returns at once. */
  look(): void {
    if (this.env.ROLE === 'api' || this.stopping.signal.aborted) return;
    this.running ??= this.runIfAny().finally(() => (this.running = undefined));
  }

  private async runIfAny(): Promise<void> {
    try {
      if (await this.turns.isAnyRunning()) await this.lease.during('replay', (lost) => this.run(lost));
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.warn({ reason: describeError(error) }, 'the replay comes again');
    }
  }

  private async run(lost: AbortSignal): Promise<object> {
    const signal = AbortSignal.any([lost, this.stopping.signal]);
    while (!signal.aborted) {
      const began = performance.now();
      const replay = await this.turns.next();
      if (!replay) break;
      const isDone = await this.step.run(replay);
      if (isDone) this.logger.info({ replay: replay.id }, 'a replay has come to its end');
      else await delay(Math.max(0, began + STEP - performance.now()), undefined, { signal }).catch(() => undefined);
    }
    return {};
  }
}
