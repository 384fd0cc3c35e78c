import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HealthIndicatorService, TypeOrmHealthIndicator, type HealthIndicatorResult } from '@nestjs/terminus';
import { describeError } from '../common/describe-error.js';
import { inTime } from '../common/in-time.js';
import { EventLogRepository } from '../webhooks/event-log.repository.js';
import { EventIngest } from '../webhooks/event-ingest.js';
import { EventQueue } from '../webhooks/event-queue.js';

/** Milliseconds for each dependency's answer. */
const TIMEOUT = 2_000;
/** Seconds: an event that waits longer is told of. */
const BACKLOG_AGE = 300;

interface Degradation {
  readonly reasons: string[];
  readonly details: Record<string, unknown>;
}

@Injectable()
export class HealthIndicators implements OnModuleDestroy {
  private shuttingDown = false;

  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly typeOrm: TypeOrmHealthIndicator,
    private readonly log: EventLogRepository,
    private readonly queue: EventQueue,
    private readonly ingest: EventIngest,
  ) {}

  onModuleDestroy(): void {
    this.shuttingDown = true;
  }

  process(): HealthIndicatorResult {
    const check = this.indicator.check('process');
    return this.shuttingDown ? check.down('shutting down') : check.up();
  }

  async database(): Promise<HealthIndicatorResult> {
    return this.typeOrm.pingCheck('database', { timeout: TIMEOUT });
  }

  /** What an operator should look at while everything keeps being accepted. */
  async degradation(): Promise<Degradation> {
    const reasons: string[] = [];
    const [backlog, queue] = await Promise.all([
      inTime(this.log.backlog(), TIMEOUT, 'the backlog').catch((error: unknown) => describeError(error)),
      this.queue.ping(TIMEOUT),
    ]);
    if (typeof backlog === 'string') reasons.push(`the backlog cannot be read: ${backlog}`);
    else {
      if (backlog.oldestSeconds > BACKLOG_AGE)
        reasons.push(`an event has waited for ${Math.round(backlog.oldestSeconds)} s`);
      if (backlog.dead > 0) reasons.push(`dead events: ${backlog.dead}`);
    }
    if (queue === 'down') reasons.push('redis does not answer: events are stored and wait for the sweep');
    return { reasons, details: { queue: { status: queue }, backlog, ingest: this.ingest.counts } };
  }
}
