import 'reflect-metadata';
import { EXIT, type ExitCode } from '../exit-code.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { withDataSource } from '../with-data-source.js';
import { ENTRY_HEADINGS, entryCells, shownEntry } from './entry-text.js';
import { OpenEntriesRepository } from './open-entries.repository.js';
import type { ListOptions } from './outbox.command.js';

export function listEntries(options: ListOptions, { print, say }: Terminal): Promise<ExitCode> {
  const { status = null, topic = null, limit, json } = options;
  return withDataSource(async (dataSource) => {
    const found = await new OpenEntriesRepository(dataSource).list({ status, topic }, limit + 1);
    const isCut = found.length > limit;
    const entries = found.slice(0, limit).map(shownEntry);
    if (json) print(JSON.stringify({ data: entries, isCut }));
    else if (entries.length > 0) print(table(ENTRY_HEADINGS, entries.map(entryCells)));
    else say('There are no such entries.');
    if (isCut) say(`There are more than ${limit}: --limit, --status or --topic.`);
    return EXIT.ok;
  });
}
