import 'reflect-metadata';
import { describeError } from '../../../common/describe-error.js';
import { StripeUnavailableError } from '../../../common/errors.js';
import { StripeBinding } from '../../../database/stripe-binding.js';
import { EventLogRepository } from '../../../webhooks/event-log.repository.js';
import { counted } from '../../figures.js';
import type { ReconcileProgress } from '../../reconcile/account-reconciler.js';
import { Reconciler } from '../../reconcile/reconciler.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ProgressLines } from '../progress-lines.js';
import type { JsonOption } from '../subcommand.js';
import type { Terminal } from '../terminal.js';
import { whileWaiting } from '../waits.js';
import { withBackend } from '../with-backend.js';
import { exitCodeOf, jsonOf, reportOf } from './reconcile-report.js';

const progressText = ({ account, listed, day, days }: ReconcileProgress): string =>
  `${account || 'own account'}: day ${day} of ${days}, ${counted(listed, 'event')} listed`;

/** It settles nothing: what it brings waits for a worker. */
export function reconcile({ json }: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const lines = new ProgressLines(terminal.say);
  return withBackend(async (app) => {
    try {
      const runs = await whileWaiting(terminal, () =>
        app.get(Reconciler).runAll(terminal.stop, (progress) => lines.tell(() => progressText(progress))),
      );
      if (runs === null) {
        terminal.say('Another machine is reconciling at this moment: nothing was done.');
        return EXIT.takenOrAbsent;
      }
      const isKeyUntold = app.get(StripeBinding).untold;
      const { due } = await app.get(EventLogRepository).backlog();
      const after = { due, isKeyUntold };
      if (json) terminal.print(JSON.stringify(jsonOf(runs, after)));
      else for (const line of reportOf(runs, after)) terminal.print(line);
      return exitCodeOf(runs);
    } catch (error) {
      if (!terminal.stop.aborted && !(error instanceof StripeUnavailableError)) throw error;
      terminal.say(terminal.stop.aborted ? 'Stopped; the next run goes on from here.' : describeError(error));
      return terminal.stop.aborted ? EXIT.interrupted : EXIT.incomplete;
    }
  });
}
