import { Injectable } from '@nestjs/common';
import { BoundToAnotherError } from '../../auth/caller.errors.js';
import type { Caller } from '../../auth/caller.js';
import { StripeBinding } from '../../database/stripe-binding.js';
import { patiently } from '../../stripe/patiently.js';
import { reachOf } from '../operator.js';
import { Verifier } from '../verify/verifier.js';
import { VERIFY_LEASE } from '../verify/verify-run.js';
import { VerifyRunRepository } from '../verify/verify-run.repository.js';
import { WholeReachRequiredError } from '../whole-reach.js';
import { BackgroundRuns } from './background-runs.js';
import type { RunAnswer } from './run.answers.js';
import type { VerifyRunBody } from './run.requests.js';
import { showRun } from './show-run.js';
import { VerifyTally } from './verify-tally.js';

/** Comparisons of rows with Stripe's objects, now: what `npm run verify` does, without a terminal that has to stay open. */
@Injectable()
export class VerifyRuns {
  constructor(
    private readonly verifier: Verifier,
    private readonly results: VerifyRunRepository,
    private readonly binding: StripeBinding,
    private readonly runs: BackgroundRuns,
  ) {}

  /**
   * @throws {NoStripeKeyError} @throws {RunUnderWayError}
   * @throws {WholeReachRequiredError} @throws {BoundToAnotherError} when the caller's arm does not reach so far.
   */
  async start(caller: Caller, body: VerifyRunBody): Promise<RunAnswer> {
    const { types = [], sample = null, repair, repairDeleted, reason } = body;
    const request = { types, account: accountOf(caller, body), sample, repair, repairDeleted };
    const tally = new VerifyTally();
    const carryOut = async (signal: AbortSignal): Promise<void> => {
      await patiently(signal, () => this.binding.confirm());
      const startedAt = new Date();
      const result = await this.verifier.run(request, tally.report, signal);
      tally.ended(result);
      await this.results.note({ startedAt, sample, scheduled: false }, result);
    };
    const work = { kind: 'verify', lease: VERIFY_LEASE, request, figures: () => tally.figures, carryOut } as const;
    return showRun(await this.runs.start(caller, reason, work));
  }
}

function accountOf(caller: Caller, { account, sample }: VerifyRunBody): string {
  const reach = reachOf(caller);
  if (reach === undefined) return account ?? '';
  if (sample !== undefined) throw new WholeReachRequiredError(); // a sample is of all accounts
  if (account !== undefined && account !== reach) throw new BoundToAnotherError('account');
  return reach;
}
