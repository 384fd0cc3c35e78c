import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { ReplayRepository } from './replays/replay.repository.js';

/** Milliseconds between two looks. */
const INTERVAL = 3_600_000;
/** Rows that one statement deletes. */
const BATCH = 1_000;

/** Deletes attempts that are older than the log's rows become, and replays that ended 90 days ago. */
@Injectable()
export class OldEventRecords implements OnApplicationBootstrap {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly dataSource: DataSource,
    private readonly replays: ReplayRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(OldEventRecords.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    this.scheduler.addInterval(
      'old-event-records',
      setInterval(() => void this.delete(), INTERVAL),
    );
  }

  /** Several processes may be at it at once. */
  async delete(): Promise<void> {
    try {
      while ((await this.deleteAttempts()) === BATCH);
      while ((await this.replays.deleteOld()) > 0);
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'old records of events are deleted later');
    }
  }

  private async deleteAttempts(): Promise<number> {
    const [, deleted]: [unknown[], number] = await this.dataSource.query(
      `DELETE FROM stripe_event_attempts
        WHERE id IN (SELECT id FROM stripe_event_attempts WHERE at < now() - $1 * interval '1 day' LIMIT ${BATCH}
                        FOR UPDATE SKIP LOCKED)`,
      [this.env.EVENT_LOG_RETENTION_DAYS],
    );
    return deleted;
  }
}
