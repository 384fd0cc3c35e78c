import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/caller.js';
import { StripeUnavailableError } from '../../common/errors.js';
import type { AccountRun } from '../reconcile/reconcile.alerts.js';
import { RECONCILE_LEASE, Reconciler } from '../reconcile/reconciler.js';
import { BackgroundRuns } from './background-runs.js';
import type { ReconcileFigures, RunAnswer } from './run.answers.js';
import { showRun } from './show-run.js';

const NONE: ReconcileFigures = { accounts: 0, listed: 0, late: 0, missed: 0, failing: 0, silent: 0 };

function figuresOf(runs: readonly AccountRun[]): ReconcileFigures {
  const sum = (figure: 'listed' | 'late' | 'missed') => runs.reduce((total, run) => total + run[figure], 0);
  return {
    accounts: runs.length,
    listed: sum('listed'),
    late: sum('late'),
    missed: sum('missed'),
    failing: runs.filter(({ failure, isDisconnected }) => failure !== null && !isDisconnected).length,
    silent: runs.filter(({ isSilent }) => isSilent).length,
  };
}

/** Comparisons of every account's events, now. */
@Injectable()
export class ReconcileRuns {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly runs: BackgroundRuns,
  ) {}

  /** @throws {NoStripeKeyError} @throws {RunUnderWayError} */
  async start(caller: Caller, reason: string): Promise<RunAnswer> {
    let figures = NONE;
    const listed = new Map<string, number>();
    const carryOut = async (signal: AbortSignal): Promise<void> => {
      const ended = await this.reconciler.runEvery(signal, (progress) => {
        listed.set(progress.account, progress.listed);
        const sum = [...listed.values()].reduce((total, events) => total + events, 0);
        figures = { ...NONE, accounts: listed.size - 1, listed: sum };
      });
      figures = figuresOf(ended);
      const cut = ended.find(({ endsRun }) => endsRun);
      if (cut) throw new StripeUnavailableError(cut.failure ?? 'no answer');
    };
    const work = {
      kind: 'reconcile',
      lease: RECONCILE_LEASE,
      request: null,
      figures: () => figures,
      carryOut,
    } as const;
    return showRun(await this.runs.start(caller, reason, work));
  }
}
