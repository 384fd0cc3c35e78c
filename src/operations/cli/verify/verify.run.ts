import 'reflect-metadata';
import { describeError } from '../../../common/describe-error.js';
import { StripeUnavailableError } from '../../../common/errors.js';
import { StripeBinding } from '../../../database/stripe-binding.js';
import { Verifier } from '../../verify/verifier.js';
import { VerifyRunRepository } from '../../verify/verify-run.repository.js';
import type { VerifyResult } from '../../verify/verify-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { whileWaiting } from '../waits.js';
import { withBackend } from '../with-backend.js';
import { VerifyFindings } from './verify-findings.js';
import type { VerifyOptions } from './verify.command.js';

function resultText({ checked, different, gone, failed, refused, repaired, stopped }: VerifyResult): string {
  const leftOut = refused > 0 ? `, ${refused} left out` : '';
  const counts = `${checked} objects compared: ${different} differ, ${gone} are gone, ${failed} failed, ${repaired} repaired${leftOut}.`;
  return stopped ? `${counts} More than 1 % are gone: none was marked as deleted. Is it the right key?` : counts;
}

export function verify({ type, json, ...rest }: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const request = { ...rest, types: type };
  const findings = new VerifyFindings(terminal, json);
  return withBackend(async (app) => {
    try {
      await app.get(StripeBinding).confirm();
      const startedAt = new Date();
      const result = await whileWaiting(terminal, () => app.get(Verifier).run(request, findings, terminal.stop));
      await app.get(VerifyRunRepository).note({ startedAt, sample: request.sample, scheduled: false }, result);
      terminal.print(json ? JSON.stringify({ ...result, findings: findings.list }) : resultText(result));
      return result.different + result.gone + result.failed + result.refused > 0 ? EXIT.findings : EXIT.ok;
    } catch (error) {
      if (!terminal.stop.aborted && !(error instanceof StripeUnavailableError)) throw error;
      terminal.say(terminal.stop.aborted ? 'Stopped.' : `Not complete: ${describeError(error)}`);
      return terminal.stop.aborted ? EXIT.interrupted : EXIT.incomplete;
    }
  });
}
