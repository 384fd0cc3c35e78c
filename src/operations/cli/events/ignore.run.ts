import 'reflect-metadata';
import { ignoreBody } from '../../events/event.requests.js';
import { IgnoredEvents } from '../../events/ignored/ignored-events.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import { asked, selectionOf } from './asked.js';
import type { IgnoreOptions } from './events.command.js';

export function ignoreEvents(ids: readonly string[], options: IgnoreOptions, terminal: Terminal): Promise<ExitCode> {
  const { reason, ...selection } = asked(ignoreBody, { ...selectionOf(ids, options), reason: options.reason });
  if (!options.yes && (selection.filter || ids.length > 1)) {
    terminal.say('That may be more than one event: see them with `events list`, then say --yes.');
    return Promise.resolve(EXIT.incomplete);
  }
  return withoutStripe(async (app) => {
    const answer = await app.get(IgnoredEvents).ignore(selection, undefined, { caller: null, reason });
    if (options.json) terminal.print(JSON.stringify(answer));
    else terminal.say(`${answer.ignored} ignored, ${answer.skipped} that are not failed or dead were left alone.`);
    return answer.ignored === 0 ? EXIT.takenOrAbsent : EXIT.ok;
  });
}
