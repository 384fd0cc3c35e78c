import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { ENV, type Env } from '../config/env.js';
import { IdempotencyRepository } from './idempotency.repository.js';

/** Milliseconds between two looks. */
const INTERVAL = 600_000;
/** Rows that one statement deletes. */
const BATCH = 1_000;

/** Deletes the requests of yesterday, some at a time. Several processes may be at it at once. */
@Injectable()
export class ExpiredRequests implements OnApplicationBootstrap {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly repository: IdempotencyRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ExpiredRequests.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    this.scheduler.addInterval(
      'expired-requests',
      setInterval(() => void this.delete(), INTERVAL),
    );
  }

  async delete(): Promise<void> {
    try {
      while ((await this.repository.deleteExpired(BATCH)) === BATCH);
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'expired requests are deleted later');
    }
  }
}
