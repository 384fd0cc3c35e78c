import 'reflect-metadata';
import { describeError } from '../../common/describe-error.js';
import { CountinghouseError, StripeUnavailableError } from '../../common/errors.js';
import { command } from '../../database/cli/with-database.js';
import { isRefusedKey } from '../../stripe/refusal.js';
import { classify } from '../../webhooks/retry-policy.js';
import { Backfill } from '../backfill/backfill.js';
import { argumentsOf } from './arguments.js';
import { requestOf, USAGE } from './backfill-arguments.js';
import { BackfillBar } from './backfill-bar.js';
import { BackfillLines } from './backfill-lines.js';
import { resultText } from './backfill-text.js';
import { withBackend } from './with-backend.js';

/** It could not begin, or not go on: run it again. */
const STOPPED = 1;
/** Another process is at it. */
const TAKEN = 2;
/** All is brought but for what was printed. */
const LEFT_OUT = 3;
/** Ctrl-C, as a shell has it. */
const INTERRUPTED = 130;

const AGAIN = 'Run it again: it goes on where it stopped.';

const stop = new AbortController();
// npm hands on the Ctrl-C that the terminal has sent already
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

/** A terminal has a bar; a log has lines. */
const bar = process.stdout.isTTY ? new BackfillBar(process.stdout) : null;
const report = bar ?? new BackfillLines((line) => console.log(line));

function explain(error: unknown): void {
  if (stop.signal.aborted) {
    console.error(`Stopped. ${AGAIN}`);
    process.exitCode = INTERRUPTED;
    return;
  }
  const isKnown = error instanceof CountinghouseError && !(error instanceof StripeUnavailableError);
  if (!isKnown && classify(error) !== 'transient') throw error;
  process.exitCode = STOPPED;
  if (isKnown) console.error(error.message);
  else if (isRefusedKey(error)) console.error(`Stripe refuses the key, or what it may do: ${describeError(error)}`);
  else console.error(`${describeError(error)} ${AGAIN}`);
}

/** Brings what an account has had before any webhook came from it: docs/backfill.md. */
async function backfill(): Promise<void> {
  const request = argumentsOf(USAGE, requestOf);
  if (!request) return;
  await withBackend(async (app) => {
    try {
      const result = await app.get(Backfill).run(request, report, stop.signal);
      bar?.stop();
      if (result === null) {
        console.error(
          'Another backfill is at work: nothing was done. (One that was killed counts for 30 seconds more.)',
        );
        process.exitCode = TAKEN;
        return;
      }
      console.log(resultText(result));
      if (result.failed + result.refused > 0) process.exitCode = LEFT_OUT;
    } catch (error) {
      bar?.stop();
      explain(error);
    }
  });
}

await command(backfill);
