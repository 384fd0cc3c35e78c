import { counted } from '../../figures.js';
import { hintOf, type AccountRun } from '../../reconcile/reconcile.alerts.js';
import { EXIT, type ExitCode } from '../exit-code.js';

function lineOf({ account, listed, late, missed, failure, isDisconnected }: AccountRun): string {
  const name = account || 'own account';
  if (isDisconnected) return `${name}: not connected any more`;
  if (failure !== null) return `${name}: NOT COMPLETE, ${failure}`;
  const found = late + missed;
  if (found === 0) return `${name}: ${counted(listed, 'event')} listed, none lacking`;
  return `${name}: ${counted(listed, 'event')} listed, ${found} lacking and brought (${late} late, ${missed} missed)`;
}

interface After {
  /** Events of the log that no worker has settled. */
  readonly due: number;
  /** The key may not say whose it is. */
  readonly isKeyUntold: boolean;
}

/** What a run did, for people: a line for each account, and what to do. */
export function reportOf(runs: readonly AccountRun[], { due, isKeyUntold }: After): string[] {
  return [
    ...runs.flatMap((run) => [
      lineOf(run),
      ...(run.isSilent ? [`  Stripe has events and no webhook arrives: ${hintOf(run.account)}`] : []),
    ]),
    ...(isKeyUntold ? ['The key may not read its account: only the mode of the events was compared.'] : []),
    ...(due > 0 ? [`${counted(due, 'event waits', 'events wait')} for a worker: ${WORKER}`] : []),
  ];
}

const WORKER = 'a backend that runs settles them with its next sweep, else the next one that is started (npm start).';

/** The same for programs. */
export const jsonOf = (runs: readonly AccountRun[], { due, isKeyUntold }: After): object => ({
  accounts: runs.map(({ account, listed, late, missed, isSilent, failure, isDisconnected }) => ({
    account,
    listed,
    late,
    missed,
    isSilent,
    failure,
    isDisconnected,
  })),
  waitingForAWorker: due,
  isKeyUntold,
});

/** 1 when an account could not be listed to the end; its checkpoint stays, and the next run goes on from there. */
export const exitCodeOf = (runs: readonly AccountRun[]): ExitCode =>
  runs.some(({ failure, isDisconnected }) => failure !== null && !isDisconnected) ? EXIT.incomplete : EXIT.ok;
