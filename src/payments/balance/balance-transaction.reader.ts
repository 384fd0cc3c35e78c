import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { ShapeError, StripeRefusedError, StripeUnavailableError } from '../../common/errors.js';
import { Lanes } from '../../common/lanes.js';
import { turns } from '../../common/turns.js';
import { ENV, type Env } from '../../config/env.js';
import { DerivedState } from '../../database/derived-state.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { toBalanceTransaction } from './balance-transaction.mapper.js';
import { BalanceTransactionRepository, type WantedBalanceTransaction } from './balance-transaction.repository.js';

/** Half of what the gateway allows a process, so that a tie between events always finds room. */
const READS_PER_SECOND = 10;
/** Reads under way at once. */
const LANES = 2;
/** Reads begun before one is given up: one to two days, hourly in the end. */
const ATTEMPTS = 60;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 3_600_000;
/** Milliseconds for which nothing is read when Stripe could not answer, unless it asks for more. */
const PAUSE = 1_000;
/** Milliseconds from a name to its read: by then the transaction has committed, and a batch has come together. */
const GATHERING = 500;
/** A timer longer than this is not needed: the sweep comes by. Milliseconds. */
const LONGEST_TIMER = 60_000;
/** Milliseconds that a shutdown waits for reads under way; another process takes them up after a minute. */
const STOP_LIMIT = 2_000;

/**
 * Reads the balance transactions that rows name, for Stripe sends no events of them. Beside the events and never in
 * their way: the rows do not wait for it. Without a key they stay wanted.
 */
@Injectable()
export class BalanceTransactionReader implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly works: boolean;
  private readonly lanes: Lanes;
  private readonly turn = turns(READS_PER_SECOND);
  private gathering: NodeJS.Timeout | undefined;
  private next: NodeJS.Timeout | undefined;
  /** On the clock of `performance.now()`: the machine's may be set back. */
  private pausedUntil = 0;
  private stopping = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly scheduler: SchedulerRegistry,
    private readonly derived: DerivedState,
    private readonly gateway: StripeGateway,
    private readonly balanceTransactions: BalanceTransactionRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(BalanceTransactionReader.name);
    this.works = env.ROLE !== 'api' && gateway.available;
    this.lanes = new Lanes(
      LANES,
      () => this.readNext(),
      (error) => this.logger.warn({ reason: describeError(error) }, 'balance transactions wait'),
    );
  }

  onModuleInit(): void {
    this.derived.collect(async (tx, named) => {
      await this.balanceTransactions.note(tx, named);
      this.wakeSoon();
    });
  }

  /** The sweep finds what another process noted, and what a dead one had in hand. */
  onApplicationBootstrap(): void {
    if (!this.works) return;
    this.lanes.wake();
    const timer = setInterval(() => this.lanes.wake(), this.env.SWEEP_INTERVAL_SECONDS * 1000);
    this.scheduler.addInterval('balance-transaction-sweep', timer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.gathering);
    await this.lanes.stop(STOP_LIMIT);
    clearTimeout(this.next);
  }

  private wakeSoon(): void {
    if (!this.works || this.stopping || this.gathering) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      this.lanes.wake();
    }, GATHERING);
    this.gathering.unref();
  }

  private async readNext(): Promise<boolean> {
    await this.turn();
    if (this.stopping) return false;
    const pause = this.pausedUntil - performance.now();
    if (pause > 0) return this.wakeIn(pause);
    const wanted = await this.balanceTransactions.claim();
    if (!wanted) return this.wakeIn(await this.balanceTransactions.nextAttemptIn());
    await this.read(wanted);
    return true;
  }

  /** @returns that there was nothing to do. */
  private wakeIn(delay: number | null): false {
    clearTimeout(this.next);
    if (delay === null || delay > LONGEST_TIMER || this.stopping) return false;
    this.next = setTimeout(() => this.lanes.wake(), Math.max(delay, 10));
    this.next.unref();
    return false;
  }

  private async read(wanted: WantedBalanceTransaction): Promise<void> {
    try {
      const { object } = await this.gateway.read({ ...wanted, type: 'balance_transaction' }, null);
      if (object === null) throw new StripeRefusedError('Stripe knows no such balance transaction');
      await this.balanceTransactions.keepRead(wanted, toBalanceTransaction(object));
    } catch (error) {
      const retryAfter = error instanceof StripeUnavailableError ? (error.retryAfter ?? 0) * 1000 : null;
      if (retryAfter !== null) this.pausedUntil = performance.now() + Math.max(retryAfter, PAUSE);
      const backOff = Math.min(FIRST_DELAY * 2 ** (wanted.attempts - 1), LONGEST_DELAY);
      const spread = Math.round(backOff * (0.5 + Math.random() / 2));
      const delay = isFinal(error, wanted.attempts) ? null : Math.max(spread, retryAfter ?? 0);
      const line = { balanceTransaction: wanted.id, account: wanted.account || undefined, attempt: wanted.attempts };
      const reason = describeError(error);
      const outcome = delay === null ? 'a balance transaction is given up' : 'a balance transaction is read later';
      this.logger.warn({ ...line, delay, reason }, outcome);
      await this.balanceTransactions.fail(wanted, reason, delay);
    }
  }
}

const isFinal = (error: unknown, attempts: number): boolean =>
  attempts >= ATTEMPTS || error instanceof StripeRefusedError || error instanceof ShapeError;
