import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { MrrComputation } from './mrr.computation.js';

/** Milliseconds between two looks at what nobody told us of: another process had it, and is gone. */
const SWEEP = 5_000;

/** Has recurring revenue computed of those of whom something new was told, right after the commit that told it. */
@Injectable()
export class MrrDerivation implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private running: Promise<void> | null = null;
  private again = false;
  private closing = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly computation: MrrComputation,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(MrrDerivation.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    this.scheduler.addInterval(
      'recurring-revenue',
      setInterval(() => this.wake(), SWEEP),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.running;
  }

  /** Begins what is due, unless it is under way already. */
  wake(): void {
    this.again = true;
    if (this.closing) return;
    this.running ??= this.run().finally(() => {
      this.running = null;
      if (this.again) this.wake();
    });
  }

  private async run(): Promise<void> {
    try {
      while (this.again && !this.closing) {
        this.again = false;
        while (!this.closing && (await this.computation.page())) continue;
      }
    } catch (error) {
      this.again = false;
      this.logger.warn({ reason: describeError(error) }, 'recurring revenue is computed later');
    }
  }
}
