import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Checkpoint } from './checkpoint.repository.js';
import { cliffOf } from './window.js';

/** What became of one account in a run. */
export interface AccountRun {
  readonly account: string;
  readonly listed: number;
  readonly late: number;
  readonly missed: number;
  readonly isSilent: boolean;
  /** Why the checkpoint stays where it is; null when the run is complete. */
  readonly failure: string | null;
  /** Stripe says that the account has left the platform. */
  readonly isDisconnected: boolean;
  /** Stripe itself did not answer: the accounts after this one wait for the next run. */
  readonly endsRun: boolean;
}

/** What an operator is told, in the log. */
@Injectable()
export class ReconcileAlerts {
  constructor(private readonly logger: PinoLogger) {
    logger.setContext(ReconcileAlerts.name);
  }

  /** How far the run had to go back. A checkpoint that was never reached by listing began at most thirty days ago: nothing that we knew of is lost. */
  watchCliff({ account, reconciledTo, isProven }: Checkpoint, now: number): void {
    const cliff = cliffOf(reconciledTo, now);
    if (!isProven || cliff === 'far') return;
    const line = { account: account || undefined, days: Math.floor((now - reconciledTo) / 86_400) };
    if (cliff === 'close') this.logger.warn(line, 'the checkpoint was old, and Stripe shows events for 30 days only');
    else
      this.logger.error(
        line,
        'the checkpoint was so old that Stripe no longer shows all events after it: run npm run verify',
      );
  }

  /** What a run found: warned once, each gap has its own line before. */
  report(runs: readonly AccountRun[]): void {
    const sum = (figure: 'listed' | 'late' | 'missed') => runs.reduce((total, run) => total + run[figure], 0);
    const [listed, late, missed] = [sum('listed'), sum('late'), sum('missed')];
    const figures = { accounts: runs.length, listed, late, missed };
    if (missed > 0) this.logger.warn(figures, 'reconciled: webhooks had been missed, their events are in the log now');
    else this.logger.info(figures, 'reconciled');
    for (const { account, isSilent, failure, isDisconnected, endsRun } of runs) {
      const line = { account: account || undefined, reason: failure ?? undefined };
      if (isDisconnected) this.logger.info(line, 'the account is not connected any more');
      else if (endsRun) this.logger.warn(line, 'reconcile stops here and comes again');
      else if (failure !== null) this.logger.warn(line, 'an account could not be listed, it is tried again later');
      if (isSilent) this.logger.error({ ...line, hint: hintOf(account) }, 'Stripe has events, and no webhook arrives');
    }
  }
}

/** What to look at when events come by reconcile alone. */
export const hintOf = (account: string): string =>
  account === ''
    ? 'look at the endpoint in the Dashboard: its address, whether it is disabled, its mode, the answers it gets'
    : 'is there an endpoint that listens to connected accounts, and its secret in STRIPE_CONNECT_WEBHOOK_SECRET?';
