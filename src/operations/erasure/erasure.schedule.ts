import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../../common/describe-error.js';
import { ENV, type Env } from '../../config/env.js';
import { Lease } from '../lease/lease.js';
import { Erasure } from './erasure.js';
import { MarkRepository } from './mark.repository.js';

/** Milliseconds between two looks: one into an index that is mostly empty. */
const LOOK = 60_000;
/** Milliseconds that a shutdown waits for the portion in hand. */
const STOP_LIMIT = 2_000;

/**
 * Goes on with erasures whose process died, and clears what has come to light of erased customers since: a refund that
 * came before its charge, for one, was nobody's until then.
 */
@Injectable()
export class ErasureSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> | undefined;

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
      setInterval(() => this.look(), LOOK),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, delay(STOP_LIMIT, undefined, { ref: false })]);
  }

  /** Resolves when nothing is due any more, or somebody else is at it. */
  async finishDue(): Promise<void> {
    try {
      if ((await this.marks.due()).length > 0) await this.lease.during('erasure', (lost) => this.run(lost));
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.warn({ reason: describeError(error) }, 'an erasure goes on later');
    }
  }

  private look(): void {
    this.running ??= this.finishDue().finally(() => (this.running = undefined));
  }

  private async run(lost: AbortSignal): Promise<object> {
    const signal = AbortSignal.any([lost, this.stopping.signal]);
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
