import 'reflect-metadata';
import { SearchTooWideError } from '../../events/event.errors.js';
import { ignoreBody } from '../../events/event.requests.js';
import type { IgnorePreviewAnswer } from '../../events/ignored/ignored.answers.js';
import { IgnoredEvents } from '../../events/ignored/ignored-events.js';
import { counted } from '../../figures.js';
import { atShell } from '../at-shell.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import { asked, selectionOf } from './asked.js';
import type { IgnoreOptions } from './events.command.js';

const previewText = ({ events, isCapped }: IgnorePreviewAnswer): string =>
  `${counted(events, 'event')}${isCapped ? ' and more' : ''} would be left alone.`;

export function ignoreEvents(ids: readonly string[], options: IgnoreOptions, terminal: Terminal): Promise<ExitCode> {
  const { reason, ...selection } = asked(ignoreBody, { ...selectionOf(ids, options), reason: options.reason });
  const { yes, json } = options;
  if (!yes && ids.length > 1) {
    terminal.say('That may be more than one event: see them with `events list`, then say --yes.');
    return Promise.resolve(EXIT.incomplete);
  }
  return withoutStripe(async (app) => {
    const ignored = app.get(IgnoredEvents);
    const preview = selection.filter && (await ignored.preview(selection, undefined));
    if (preview && !yes && (preview.events > 1 || preview.isCapped)) {
      terminal.print(json ? JSON.stringify(preview) : previewText(preview));
      terminal.say('Nothing is done yet: see them with `events list`, then say --yes.');
      return EXIT.incomplete;
    }
    if (preview) terminal.say(previewText(preview));
    if (preview?.isCapped) throw new SearchTooWideError();
    terminal.stop.throwIfAborted();
    const previewed = preview && { upTo: preview.upTo, events: preview.events };
    const answer = await ignored.ignore({ ...selection, previewed }, undefined, { caller: atShell(), reason });
    if (json) terminal.print(JSON.stringify(answer));
    else {
      const { skipped, later } = answer;
      terminal.say(
        `${answer.ignored} ignored, ${skipped} that are not failed or dead were left alone` +
          `${later > 0 ? `, and ${later} received since` : ''}.`,
      );
    }
    return answer.ignored === 0 ? EXIT.takenOrAbsent : EXIT.ok;
  });
}
