import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { ProcessMinutes } from './process-minutes.repository.js';

/** Milliseconds between two looks. */
const INTERVAL = 3_600_000;
/** Rows that one statement deletes. */
const BATCH = 1_000;

/** Deletes minutes of two days ago, some at a time. Several processes may be at it at once. */
@Injectable()
export class OldProcessMinutes implements OnApplicationBootstrap {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly minutes: ProcessMinutes,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(OldProcessMinutes.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    this.scheduler.addInterval(
      'old-process-minutes',
      setInterval(() => void this.delete(), INTERVAL),
    );
  }

  async delete(): Promise<void> {
    try {
      while ((await this.minutes.deleteOld(BATCH)) === BATCH);
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'old minutes are deleted later');
    }
  }
}
