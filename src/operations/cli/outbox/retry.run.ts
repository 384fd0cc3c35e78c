import 'reflect-metadata';
import { InvalidArgumentError } from 'commander';
import { AuditLog, type AuditedChange } from '../../../audit/audit-log.js';
import { inTransaction } from '../../../database/in-transaction.js';
import { counted } from '../../figures.js';
import { atShell } from '../at-shell.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withDataSource } from '../with-data-source.js';
import { OpenEntriesRepository, type ChosenEntries, type TakenEntry } from './open-entries.repository.js';
import type { RetryOptions } from './outbox.command.js';

/** Entries of one transaction. */
const MOST = 10_000;

const NOTHING =
  'There is nothing to try again: what was sent stays sent, and what is due within a minute comes by itself.';

/** @throws {InvalidArgumentError} */
function chosenOf(ids: readonly string[], { status, topic }: RetryOptions): ChosenEntries {
  if (ids.length > 0 && (status !== undefined || topic !== undefined)) {
    throw new InvalidArgumentError('Either ids, or --status, and then --topic.');
  }
  if (ids.length > 0) return { ids: [...new Set(ids)] };
  if (status === undefined) throw new InvalidArgumentError('--status: which ones? Or name them by their ids.');
  return { status, topic: topic ?? null };
}

/** How many there are of each topic. */
function byTopic(entries: readonly TakenEntry[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { topic } of entries) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function auditOf(entries: readonly TakenEntry[], chosen: ChosenEntries, reason: string): AuditedChange {
  const [only] = entries.length === 1 ? entries : [];
  return {
    caller: atShell(),
    action: 'outbox.retry',
    object: { type: 'outbox_entry', id: only?.id ?? '' },
    before: only ? { status: only.status, attempts: only.attempts } : null,
    after: {
      status: 'pending',
      attempts: 0,
      reason,
      entries: entries.length,
      topics: byTopic(entries),
      ...('ids' in chosen ? {} : { filter: chosen }),
      ids: entries.slice(0, 100).map(({ id }) => id),
    },
  };
}

export function retryEntries(ids: readonly string[], options: RetryOptions, terminal: Terminal): Promise<ExitCode> {
  const { reason, yes, json } = options;
  const chosen = chosenOf(ids, options);
  return withDataSource(async (dataSource) => {
    terminal.stop.throwIfAborted();
    const repository = new OpenEntriesRepository(dataSource);
    const { entries, isRetried } = await inTransaction(dataSource, async (tx) => {
      const taken = await repository.take(tx, chosen, MOST);
      if (taken.length === 0 || (taken.length > 1 && !yes)) return { entries: taken, isRetried: false };
      await repository.retry(tx, taken);
      await new AuditLog().write(tx, auditOf(taken, chosen, reason));
      return { entries: taken, isRetried: true };
    });
    const skipped = 'ids' in chosen ? chosen.ids.length - entries.length : 0;
    const topics = byTopic(entries);
    if (json) terminal.print(JSON.stringify({ retried: isRetried, entries: entries.length, skipped, topics }));
    if (entries.length === 0) {
      terminal.say(NOTHING);
      return EXIT.takenOrAbsent;
    }
    const said = Object.entries(topics).map(([topic, count]) => `${count} ${topic}`);
    const all = `${counted(entries.length, 'entry', 'entries')} (${said.join(', ')})`;
    if (!isRetried) {
      terminal.say(`${all} would be tried again: see them with \`outbox list\`, then say --yes.`);
      return EXIT.incomplete;
    }
    if (!json) {
      const left = skipped > 0 ? `, ${skipped} left alone` : '';
      terminal.say(`${all} due now${left}: workers begin within a minute.`);
    }
    if (entries.length === MOST) terminal.say('There may be more: say it again.');
    return EXIT.ok;
  });
}
