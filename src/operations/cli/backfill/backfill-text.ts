import type { ObjectRef } from '../../../stripe/needs-reread.js';
import type { BackfillResult } from '../../backfill/backfill.js';
import type { CustomerCount } from '../../backfill/backfill-report.js';
import type { Progress } from '../../backfill/progress.repository.js';

const number = new Intl.NumberFormat('en');

const counted = (count: number, noun: string): string => `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;

/** The own account needs no name. */
const listName = (account: string, type: string): string => (account ? `${account} ${type}` : type);

const failedOf = (failed: number): string => (failed > 0 ? `, ${number.format(failed)} of them failed` : '');

export function movedText({ account, type, objects, failed }: Progress, customers: CustomerCount | null): string {
  const of = customers ? ` (${number.format(customers.done)} of ${counted(customers.of, 'customer')})` : '';
  return `${listName(account, type)}: ${counted(objects, 'object')}${failedOf(failed)}${of}`;
}

export function endText({ account, type, objects, failed, finishedAt }: Progress, before: boolean): string {
  const when = before ? `done ${finishedAt?.toISOString() ?? 'before'}` : 'done';
  return `${listName(account, type)}: ${counted(objects, 'object')}${failedOf(failed)}, ${when}`;
}

export const failureText = ({ account, type, id }: ObjectRef, reason: string): string =>
  `FAILED ${listName(account, type)} ${id || '(no id)'}: ${reason}`;

export const refusalText = (account: string, type: string | null, reason: string): string =>
  type === null
    ? `LEFT OUT ${account}: not connected to this account (any more)`
    : `LEFT OUT ${listName(account, type)}: ${reason}`;

/** What a run ended with, and what to do about it. */
export function resultText({ objects, failed, refused }: BackfillResult): string {
  const parts = [`Complete: ${counted(objects, 'object')}`];
  if (failed > 0)
    parts.push(`${counted(failed, 'object')} failed; when the cause is mended: --restart with their --type`);
  if (refused > 0) parts.push(`${counted(refused, 'list')} left out`);
  return `${parts.join('. ')}.`;
}
