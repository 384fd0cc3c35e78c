import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.js';
import type { Caller } from '../../auth/caller.js';
import { describeError } from '../../common/describe-error.js';
import { inTransaction } from '../../database/in-transaction.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { Lease } from '../lease/lease.js';
import type { RunKind } from './run.answers.js';
import { NoStripeKeyError, RunUnderWayError } from './run.errors.js';
import { RunRepository, type Figures, type RunRequest, type RunRow } from './run.repository.js';

/** Milliseconds between two notes of how far a run has come. */
const NOTE = 2_000;
/** Milliseconds that a shutdown waits for what is in hand. */
const STOP_LIMIT = 2_000;

/** What is to be done, while nobody waits for it. */
export interface Work {
  readonly kind: RunKind;
  /** The name of the lease that schedules and command lines take for the same. */
  readonly lease: string;
  readonly request: RunRequest | null;
  /** So far. */
  readonly figures: () => Figures;
  /** Stops when the signal says so. */
  readonly carryOut: (signal: AbortSignal) => Promise<void>;
}

/**
 * Runs that an operator asks for: on the machine that was asked, one of a kind among all machines, and with a row that
 * tells everybody how far it has come.
 */
@Injectable()
export class BackgroundRuns implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly lease: Lease,
    private readonly runs: RunRepository,
    private readonly gateway: StripeGateway,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(BackgroundRuns.name);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([Promise.all(this.running), delay(STOP_LIMIT, undefined, { ref: false })]);
  }

  /**
   * @returns once it has begun, and is in the audit log.
   * @throws {NoStripeKeyError} @throws {RunUnderWayError}
   */
  start(caller: Caller, reason: string, work: Work): Promise<RunRow> {
    if (!this.gateway.available) return Promise.reject(new NoStripeKeyError());
    return new Promise((resolve, reject) => {
      const running = this.lease
        .during(work.lease, async (lost) => {
          const run = await this.begin(caller, reason, work);
          resolve(run);
          await this.carryOut(run, work, lost);
          return run;
        })
        .then(
          (run) => run ?? reject(new RunUnderWayError()),
          (error: unknown) => reject(error),
        )
        .then(() => void this.running.delete(running));
      this.running.add(running);
    });
  }

  private begin(caller: Caller, reason: string, { kind, request, figures }: Work): Promise<RunRow> {
    return inTransaction(this.dataSource, async (tx) => {
      const run = await this.runs.begin(tx, { kind, caller, reason, request, host: hostname(), figures: figures() });
      await this.audit.write(tx, {
        caller,
        action: `${kind}.run`,
        object: { type: 'run', id: run.id },
        before: null,
        after: { ...request, reason },
      });
      return run;
    });
  }

  private async carryOut({ id, kind }: RunRow, { figures, carryOut }: Work, lost: AbortSignal): Promise<void> {
    const timer = setInterval(() => void this.noted(() => this.runs.note(id, figures())), NOTE);
    try {
      await carryOut(AbortSignal.any([lost, this.stopping.signal]));
      await this.noted(() => this.runs.end(id, 'done', figures(), null));
      this.logger.info({ run: id, kind, ...figures() }, 'a run that an operator asked for has ended');
    } catch (error) {
      const state = this.stopping.signal.aborted ? 'stopped' : 'failed';
      const reason = lost.aborted
        ? 'another machine has taken over: this one stood still for too long'
        : describeError(error);
      await this.noted(() => this.runs.end(id, state, figures(), state === 'failed' ? reason : null));
      this.logger.warn(
        { run: id, kind, state, reason, ...figures() },
        'a run that an operator asked for was not finished',
      );
    } finally {
      clearInterval(timer);
    }
  }

  /** A row that cannot be written stops no run; the last one that cannot be leaves it `lost`. */
  private async noted(note: () => Promise<void>): Promise<void> {
    try {
      await note();
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'how far a run has come was not noted');
    }
  }
}
