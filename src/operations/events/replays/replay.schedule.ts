import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { setTimeout as delay } from 'node:timers/promises';
import { PinoLogger } from 'nestjs-pino';
import { SingleRun } from '../../../common/single-run.js';
import { ENV, type Env } from '../../../config/env.js';
import { Lease } from '../../lease/lease.js';
import { ReplayStep } from './replay-step.js';
import { ReplayTurnRepository } from './replay-turn.repository.js';

/** Milliseconds between two looks whether a replay was asked for. */
const LOOK = 2_000;
/** Milliseconds of a step: rates are by the second. */
const STEP = 1_000;

/** Carries out what operators asked to run again, on one machine, so many events a second: each second one replay’s. */
@Injectable()
export class ReplaySchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work = new SingleRun(
    (ending) => this.runIfAny(ending),
    (reason) => this.logger.warn({ reason }, 'the replay comes again'),
  );

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

  beforeApplicationShutdown(): Promise<void> {
    return this.work.end();
  }

  /** Returns at once. */
  look(): void {
    if (this.env.ROLE !== 'api') void this.work.begin();
  }

  private async runIfAny(ending: AbortSignal): Promise<void> {
    if (!(await this.turns.isAnyRunning())) return;
    await this.lease.during('replay', (lost) => this.run(AbortSignal.any([lost, ending])));
  }

  private async run(signal: AbortSignal): Promise<object> {
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
