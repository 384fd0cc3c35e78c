import { hintOf, type AccountRun } from '../reconcile/reconcile.alerts.js';

const events = (count: number): string => `${count} ${count === 1 ? 'event' : 'events'}`;

function lineOf({ account, listed, late, missed, failure, isDisconnected }: AccountRun): string {
  const name = account || 'own account';
  if (isDisconnected) return `${name}: not connected any more`;
  if (failure !== null) return `${name}: NOT COMPLETE, ${failure}`;
  const found = late + missed;
  if (found === 0) return `${name}: ${events(listed)} listed, none lacking`;
  return `${name}: ${events(listed)} listed, ${found} lacking and brought (${late} late, ${missed} missed)`;
}

/** What a run did, for people: a line for each account, and what to do. */
export function reportOf(runs: readonly AccountRun[]): string[] {
  return runs.flatMap((run) => [
    lineOf(run),
    ...(run.isSilent ? [`  Stripe has events and no webhook arrives: ${hintOf(run.account)}`] : []),
  ]);
}

/** 2 when an account could not be listed to the end; its checkpoint stays, and the next run goes on from there. */
export const exitCodeOf = (runs: readonly AccountRun[]): 0 | 2 =>
  runs.some(({ failure, isDisconnected }) => failure !== null && !isDisconnected) ? 2 : 0;
