import 'reflect-metadata';
import { describeError } from '../../../common/describe-error.js';
import { CountinghouseError, StripeUnavailableError } from '../../../common/errors.js';
import { isRefusedKey } from '../../../stripe/refusal.js';
import { classify } from '../../../webhooks/retry-policy.js';
import { Backfill } from '../../backfill/backfill.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { whileWaiting } from '../waits.js';
import { withBackend } from '../with-backend.js';
import { BackfillBar } from './backfill-bar.js';
import { BackfillLines } from './backfill-lines.js';
import { resultText } from './backfill-text.js';
import type { BackfillOptions } from './backfill.command.js';

const AGAIN = 'Run it again: it goes on where it stopped.';
const TAKEN = 'Another backfill is at work: nothing was done. (One that was killed counts for 30 seconds more.)';

/** @throws what is neither ours nor passes by itself. */
function stopped(error: unknown, { say, stop }: Terminal): ExitCode {
  if (stop.aborted) {
    say(`Stopped. ${AGAIN}`);
    return EXIT.interrupted;
  }
  const isKnown = error instanceof CountinghouseError && !(error instanceof StripeUnavailableError);
  if (!isKnown && classify(error) !== 'transient') throw error;
  if (isKnown) say(error.message);
  else if (isRefusedKey(error)) say(`Stripe refuses the key, or what it may do: ${describeError(error)}`);
  else say(`${describeError(error)} ${AGAIN}`);
  return EXIT.incomplete;
}

export function backfill({ type, account, connected, restart, json }: BackfillOptions, terminal: Terminal) {
  const request = { types: type, accounts: account, connected, restart };
  return withBackend(async (app): Promise<ExitCode> => {
    const bar = terminal.screen ? new BackfillBar(terminal.screen) : null;
    const report = bar ?? new BackfillLines(terminal.say);
    try {
      const say = bar ? (line: string) => bar.note(line) : terminal.say;
      const result = await whileWaiting({ say }, () => app.get(Backfill).run(request, report, terminal.stop));
      bar?.stop();
      if (result === null) {
        terminal.say(TAKEN);
        return EXIT.takenOrAbsent;
      }
      terminal.print(json ? JSON.stringify(result) : resultText(result));
      return result.failed + result.refused > 0 ? EXIT.findings : EXIT.ok;
    } catch (error) {
      bar?.stop();
      return stopped(error, terminal);
    }
  });
}
