import { Inject, Injectable } from '@nestjs/common';
import { describeError } from '../../common/describe-error.js';
import { BindingError, StripeUnavailableError } from '../../common/errors.js';
import { ENV, type Env } from '../../config/env.js';
import { EventList } from '../../stripe/event-list.js';
import { isNotConnected, isUnreachable } from '../../stripe/refusal.js';
import { Lease } from '../lease/lease.js';
import { AccountReconciler, type ReconcileProgress } from './account-reconciler.js';
import { CheckpointRepository, type Checkpoint } from './checkpoint.repository.js';
import { GapRepository } from './gap.repository.js';
import { ReconcileAlerts, type AccountRun } from './reconcile.alerts.js';
import { accountsPerRun, delayAfter, LONGEST_REFUSED } from './rotation.js';
import { HORIZON } from './window.js';

/** Name of the lease: one machine reconciles at a time. */
export const RECONCILE_LEASE = 'reconcile';
/** Seconds until an account that is not connected any more is tried again: it may come back. */
const DISCONNECTED = 86_400;
/** Seconds between runs when none are scheduled and somebody asks for one. */
const UNSCHEDULED = 300;

type Tell = (progress: ReconcileProgress) => void;

const NOTHING = {
  listed: 0,
  late: 0,
  missed: 0,
  isSilent: false,
  failure: null,
  isDisconnected: false,
  endsRun: false,
};

/** Finds in Stripe's Events API what never arrived, account by account, on one machine at a time. */
@Injectable()
export class Reconciler {
  private readonly interval: number;

  constructor(
    @Inject(ENV) env: Env,
    private readonly lease: Lease,
    private readonly events: EventList,
    private readonly accounts: AccountReconciler,
    private readonly checkpoints: CheckpointRepository,
    private readonly gaps: GapRepository,
    private readonly alerts: ReconcileAlerts,
  ) {
    this.interval = env.RECONCILE_INTERVAL_SECONDS === 'off' ? UNSCHEDULED : env.RECONCILE_INTERVAL_SECONDS;
  }

  /**
   * The own account and some of the connected ones, if the next run is due.
   *
   * @returns null when it is not, or when another machine is at it.
   */
  async runDue(signal: AbortSignal): Promise<AccountRun[] | null> {
    if (!(await this.checkpoints.isDue())) return null;
    return this.lease.during(RECONCILE_LEASE, async (lost) => {
      if (!(await this.checkpoints.isDue())) return [];
      const most = accountsPerRun(await this.checkpoints.countConnected(), this.interval);
      return this.run(() => this.checkpoints.dueConnected(most), AbortSignal.any([signal, lost]));
    });
  }

  /**
   * Every account, due or not.
   *
   * @param tell is told after each page that Stripe lists. @returns null when another machine is at it.
   */
  async runAll(signal: AbortSignal, tell: Tell = () => undefined): Promise<AccountRun[] | null> {
    return this.lease.during(RECONCILE_LEASE, (lost) => this.runEvery(AbortSignal.any([signal, lost]), tell));
  }

  /** The same, by who holds the lease already. */
  runEvery(signal: AbortSignal, tell: Tell): Promise<AccountRun[]> {
    return this.run(() => this.checkpoints.allConnected(), signal, tell);
  }

  /** Ends when Stripe does not answer: it would not for the next account. One that it refuses waits, and the others go on. */
  private async run(
    connected: () => Promise<Checkpoint[]>,
    signal: AbortSignal,
    tell: Tell = () => undefined,
  ): Promise<AccountRun[]> {
    const now = await this.now(signal);
    await this.checkpoints.discover(now, HORIZON);
    await this.gaps.prune();
    const own = await this.checkpoints.ofOwnAccount();
    const runs: AccountRun[] = [];
    for (const checkpoint of [...(own ? [own] : []), ...(await connected())]) {
      const run = await this.runOne(checkpoint, now, signal, tell);
      runs.push(run);
      if (!run.isDisconnected) this.alerts.watchCliff(checkpoint, now);
      if (run.endsRun) break;
    }
    this.alerts.report(runs);
    return runs;
  }

  private async now(signal: AbortSignal): Promise<number> {
    try {
      return await this.events.clock(signal);
    } catch (error) {
      const own = await this.checkpoints.ofOwnAccount();
      if (own && !signal.aborted) await this.putOff(own, error);
      throw error;
    }
  }

  private async runOne(checkpoint: Checkpoint, now: number, signal: AbortSignal, tell: Tell): Promise<AccountRun> {
    const { account } = checkpoint;
    try {
      const { listed, late, missed, gaps, isSilent } = await this.accounts.reconcile(checkpoint, now, signal, tell);
      await this.checkpoints.complete(account, { foundGap: gaps > 0, silent: isSilent, next: this.interval });
      return { ...NOTHING, account, listed, late, missed, isSilent };
    } catch (error) {
      if (signal.aborted || error instanceof BindingError) throw error; // stopped, not failed
      await this.putOff(checkpoint, error);
      const isDisconnected = account !== '' && isNotConnected(error);
      return { ...NOTHING, account, failure: describeError(error), isDisconnected, endsRun: isUnreachable(error) };
    }
  }

  private async putOff({ account, failures }: Checkpoint, error: unknown): Promise<void> {
    const retryAfter = error instanceof StripeUnavailableError ? error.retryAfter : undefined;
    const hasLeft = account !== '' && isNotConnected(error);
    const longest = account === '' || isUnreachable(error) ? undefined : LONGEST_REFUSED;
    const next = hasLeft ? DISCONNECTED : delayAfter(failures + 1, retryAfter, longest);
    await this.checkpoints.fail(account, { reason: describeError(error), next, hasLeft });
  }
}
