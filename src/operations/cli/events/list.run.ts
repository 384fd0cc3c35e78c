import 'reflect-metadata';
import { EventSearch } from '../../events/search/event-search.js';
import { eventsQuery } from '../../events/event.requests.js';
import type { EventAnswer } from '../../events/event.answers.js';
import { accountWithin } from '../../operator.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import { asked, filterOf } from './asked.js';
import type { ListOptions } from './events.command.js';

/** How it ended, or that it has not. */
const stateOf = ({ status, verdict }: EventAnswer): string =>
  status === 'processed' || status === 'ignored' ? (verdict ?? status) : status;

const cellsOf = (event: EventAnswer): string[] => {
  const { id, type, receivedAt, object, failures, error } = event;
  const failed = failures > 0 ? `${failures}x ${error ?? ''}`.slice(0, 80) : '';
  return [receivedAt.slice(0, 19).replace('T', ' '), id, type, stateOf(event), object ?? '-', failed];
};

export function listEvents(options: ListOptions, { print, say }: Terminal): Promise<ExitCode> {
  const { limit, cursor, json } = options;
  const { account, ...query } = asked(eventsQuery, { ...filterOf(options), limit, cursor });
  return withoutStripe(async (app) => {
    const page = await app.get(EventSearch).page({ ...query, account: accountWithin(undefined, account) });
    if (json) print(JSON.stringify(page));
    else if (page.data.length > 0) {
      print(table(['received (UTC)', 'event', 'type', 'state', 'object', 'failed'], page.data.map(cellsOf)));
    }
    if (page.lookedTo !== null) say(`Looked so far back: ${page.lookedTo}.`);
    if (page.nextCursor !== null) say(`There may be more: --cursor ${page.nextCursor}`);
    else if (page.data.length === 0) say('There are no such events.');
    return EXIT.ok;
  });
}
