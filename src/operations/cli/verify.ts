import 'reflect-metadata';
import { describeError } from '../../common/describe-error.js';
import { StripeUnavailableError } from '../../common/errors.js';
import { command } from '../../database/cli/with-database.js';
import { StripeBinding } from '../../database/stripe-binding.js';
import { differenceText } from '../verify/difference.js';
import { Verifier } from '../verify/verifier.js';
import { VerifyRunRepository } from '../verify/verify-run.repository.js';
import type { VerifyReport, VerifyResult } from '../verify/verify-run.js';
import { argumentsOf } from './arguments.js';
import { requestOf, USAGE } from './verify-arguments.js';
import { withBackend } from './with-backend.js';

/** It could not begin, or not go on. */
const STOPPED = 1;
/** Something is, or was, not what Stripe says. */
const DIFFERENT = 3;
/** Ctrl-C, as a shell has it. */
const INTERRUPTED = 130;

const stop = new AbortController();
// npm hands on the Ctrl-C that the terminal has sent already
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

const nameOf = ({ account, type, id }: { account: string; type: string; id: string }): string =>
  [account, type, id].filter((part) => part !== '').join(' ');

const report: VerifyReport = {
  differs(differences, lastEvent) {
    const last = lastEvent ? `${lastEvent.id} ${lastEvent.type} ${lastEvent.created.toISOString()}` : 'none';
    for (const difference of differences) console.log(`${differenceText(difference)} (last event: ${last})`);
  },
  isGone: (ref) => console.log(`${nameOf(ref)}: here a row, there deleted or unknown`),
  fails: (ref, reason) => console.log(`FAILED ${nameOf(ref)}: ${reason}`),
  isRefused: ({ account, type }, reason) =>
    console.log(
      type === null
        ? `LEFT OUT ${account}: not connected to this account (any more)`
        : `LEFT OUT ${[account, type].filter((part) => part !== '').join(' ')}: ${reason}`,
    ),
  isRepaired: (ref) => console.log(`repaired ${nameOf(ref)}`),
};

function resultText({ checked, different, gone, failed, refused, repaired, stopped }: VerifyResult): string {
  const leftOut = refused > 0 ? `, ${refused} left out` : '';
  const counts = `${checked} objects compared: ${different} differ, ${gone} are gone, ${failed} failed, ${repaired} repaired${leftOut}.`;
  return stopped ? `${counts} More than 1 % are gone: none was marked as deleted. Is it the right key?` : counts;
}

/** Compares rows with Stripe's objects: docs/verify.md. Exit codes: 0 equal, 3 different, 1 not complete. */
async function verify(): Promise<void> {
  const request = argumentsOf(USAGE, requestOf);
  if (!request) return;
  await withBackend(async (app) => {
    try {
      await app.get(StripeBinding).confirm();
      const startedAt = new Date();
      const result = await app.get(Verifier).run(request, report, stop.signal);
      await app.get(VerifyRunRepository).note({ startedAt, sample: request.sample, scheduled: false }, result);
      console.log(resultText(result));
      if (result.different + result.gone + result.failed + result.refused > 0) process.exitCode = DIFFERENT;
    } catch (error) {
      if (!stop.signal.aborted && !(error instanceof StripeUnavailableError)) throw error;
      console.error(stop.signal.aborted ? 'Stopped.' : `Not complete: ${describeError(error)}`);
      process.exitCode = stop.signal.aborted ? INTERRUPTED : STOPPED;
    }
  });
}

await command(verify);
