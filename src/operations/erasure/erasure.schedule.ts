import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { SingleRun } from '../../common/single-run.js';
import { ENV, type Env } from '../../config/env.js';
import { Lease } from '../lease/lease.js';
import { Erasure } from './erasure.js';
import { MarkRepository } from './mark.repository.js';

/** Milliseconds between two looks: one into an index that is mostly empty. */
const LOOK = 60_000;

/**
 * Goes on with erasures whose process died, and clears what has come to light of erased customers since: a refund that
 * came before its charge, for one, was nobody's until then.
 */
@Injectable()
export class ErasureSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work = new SingleRun(
    (ending) => this.finish(ending),
    (reason) => this.logger.warn({ reason }, 'an erasure goes on later'),
  );

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly lease: Lease,
    private readonly marks: MarkRepository,
    private readonly erasure: Erasure,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ErasureSchedule.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api') return;
    this.scheduler.addInterval(
      'erasure',
      setInterval(() => void this.finishDue(), LOOK),
    );
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.work.end();
  }

  /** Resolves when nothing is due any more, or somebody else is at it. */
  finishDue(): Promise<void> {
    return this.work.begin();
  }

  private async finish(ending: AbortSignal): Promise<void> {
    if ((await this.marks.due()).length === 0) return;
    await this.lease.during('erasure', (lost) => this.finishAll(AbortSignal.any([lost, ending])));
  }

  private async finishAll(signal: AbortSignal): Promise<object> {
    const due = await this.marks.due();
    for (const { isBegun, ...customer } of due) {
      try {
        await this.erasure.finish(customer, isBegun, signal);
      } catch (error) {
        signal.throwIfAborted();
        const line = { customer: customer.customerId, account: customer.account || undefined };
        this.logger.warn({ ...line, reason: describeError(error) }, 'an erasure goes on later'); // and the next one now
      }
    }
    return due;
  }
}
