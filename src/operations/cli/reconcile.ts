import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { describeError } from '../../common/describe-error.js';
import { StripeUnavailableError } from '../../common/errors.js';
import { command } from '../../database/cli/with-database.js';
import { StripeBinding } from '../../database/stripe-binding.js';
import { EventLogRepository } from '../../webhooks/event-log.repository.js';
import { Reconciler } from '../reconcile/reconciler.js';
import { argumentsOf } from './arguments.js';
import { exitCodeOf, reportOf } from './reconcile-report.js';
import { withBackend } from './with-backend.js';

/** Another machine is at it. */
const TAKEN = 2;
/** Stripe could not be listed to the end. */
const INCOMPLETE = 1;
/** Ctrl-C, as a shell has it. */
const INTERRUPTED = 130;

const USAGE = `npm run reconcile

  compares the events of every account, of Stripe's last days, with the log, and brings what is lacking; no options`;

const stop = new AbortController();
// npm hands on the Ctrl-C that the terminal has sent already
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

/**
 * Compares the events of every account with the log, now: `npm run reconcile`. Exit codes: 0 complete, 1 not
 * begun or not complete, 2 another machine is at it, 130 Ctrl-C. It settles nothing: what it brings waits for a worker.
 */
async function reconcile(): Promise<void> {
  if (!argumentsOf(USAGE, (args) => parseArgs({ args, options: {} }))) return;
  await withBackend(async (app) => {
    try {
      const runs = await app.get(Reconciler).runAll(stop.signal);
      if (runs === null) {
        console.log('Another machine is reconciling at this moment: nothing was done.');
        process.exitCode = TAKEN;
        return;
      }
      const isKeyUntold = app.get(StripeBinding).untold;
      const { due } = await app.get(EventLogRepository).backlog();
      for (const line of reportOf(runs, { due, isKeyUntold })) console.log(line);
      process.exitCode = exitCodeOf(runs);
    } catch (error) {
      if (!stop.signal.aborted && !(error instanceof StripeUnavailableError)) throw error;
      console.error(stop.signal.aborted ? 'Stopped; the next run goes on from here.' : describeError(error));
      process.exitCode = stop.signal.aborted ? INTERRUPTED : INCOMPLETE;
    }
  });
}

await command(reconcile);
