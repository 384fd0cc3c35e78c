import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HealthIndicatorService, TypeOrmHealthIndicator, type HealthIndicatorResult } from '@nestjs/terminus';
import { inTime } from '../common/in-time.js';
import { BACKLOG_OVERDUE } from '../operations/alerts/thresholds.js';
import { VerifyStatus } from '../operations/verify/verify.status.js';
import { ReconcileStatus } from '../operations/reconcile/reconcile.status.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { TenantRepository } from '../tenants/tenant.repository.js';
import { EventLogRepository } from '../webhooks/event-log.repository.js';
import { EventIngest } from '../webhooks/event-ingest.js';
import { EventQueue } from '../webhooks/event-queue.js';

/** Milliseconds for each dependency's answer. */
const TIMEOUT = 2_000;
/** Everybody reads it, and why may name a host. */
const UNREAD = 'cannot be read' as const;

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
    private readonly reconcile: ReconcileStatus,
    private readonly verify: VerifyStatus,
    private readonly tenants: TenantRepository,
    private readonly outbox: OutboxRepository,
  ) {}

  /** From now on `/health` is 503, so that no load balancer sends more. */
  retire(): void {
    this.shuttingDown = true;
  }

  onModuleDestroy(): void {
    this.retire();
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
    const [backlog, queue, reconcile, verify, payingTwice, deadEntries] = await Promise.all([
      inTime(this.log.backlog(), TIMEOUT, 'the backlog').catch(() => UNREAD),
      this.queue.ping(TIMEOUT),
      inTime(this.reconcile.read(), TIMEOUT, 'the checkpoints').catch(() => UNREAD),
      inTime(this.verify.read(), TIMEOUT, 'the last comparison').catch(() => null), // the backlog tells of a database that does not answer
      inTime(this.tenants.payingTwice(), TIMEOUT, 'the tenants').catch(() => 0), // likewise
      inTime(this.outbox.countDead(), TIMEOUT, 'the outbox').catch(() => null), // likewise
    ]);
    if (backlog === UNREAD) reasons.push(`the backlog ${UNREAD}`);
    else {
      if (backlog.oldestSeconds > BACKLOG_OVERDUE)
        reasons.push(`an event has waited for ${Math.round(backlog.oldestSeconds)} s`);
      if (backlog.dead > 0) reasons.push(`dead events: ${backlog.dead}`);
    }
    if (deadEntries) reasons.push(`dead outbox entries: ${deadEntries}`);
    if (queue === 'down')
      reasons.push('redis does not answer, or is a replica: events are stored and wait for the sweep');
    if (reconcile === UNREAD) reasons.push(`the checkpoints ${UNREAD}`);
    else if (reconcile) reasons.push(...reconcile.reasons);
    const reconciled = reconcile && { reconcile: reconcile === UNREAD ? reconcile : reconcile.state };
    if (verify) reasons.push(...verify.reasons);
    if (payingTwice > 0) reasons.push(`tenants with several live subscriptions: ${payingTwice}`);
    const outbox = deadEntries === null ? {} : { outbox: { dead: deadEntries } };
    const verified = verify?.state ? { verify: verify.state } : {};
    const ingest = this.ingest.counts;
    const details = { queue: { status: queue }, backlog, ...outbox, ingest, ...reconciled, ...verified };
    return { reasons, details };
  }
}
