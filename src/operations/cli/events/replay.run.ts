import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import { SearchTooWideError } from '../../events/event.errors.js';
import { previewBody, replayBody } from '../../events/event.requests.js';
import type { PreviewAnswer, ReplayAnswer } from '../../events/replays/replay.answers.js';
import { ReplayPreview } from '../../events/replays/replay-preview.js';
import { Replays } from '../../events/replays/replays.js';
import { counted } from '../../figures.js';
import { atShell } from '../at-shell.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ProgressLines } from '../progress-lines.js';
import type { Terminal } from '../terminal.js';
import { withKeyIfAny } from '../with-backend.js';
import { asked, selectionOf } from './asked.js';
import { changeText } from './change-text.js';
import type { ReplayOptions } from './events.command.js';
import { isDone, progressText } from './replay-progress.js';

/** Milliseconds between two looks at how far it has come. */
const LOOK = 500;
/** Milliseconds after which somebody should ask whether a worker runs. */
const PATIENCE = 20_000;

function previewLines({ events, isCapped, skipped, data }: PreviewAnswer): string[] {
  return [
    `${counted(events, 'event')}${isCapped ? ' and more' : ''} would run again${skipped > 0 ? `, ${skipped} are due already or are not there` : ''}.`,
    ...data.flatMap(({ event, outcome, verdict, error, changes, isCut }) => [
      `${event.id} ${event.type}: ${[outcome, verdict, error].filter((word) => word !== null).join(', ')}`,
      ...changes.map((change) => `  ${changeText(change)}`),
      ...(isCut ? ['  … and more'] : []),
    ]),
    ...(events > data.length ? [`Of the first ${data.length} it was tried out.`] : []),
  ];
}

/** Until workers have done with all of it; whoever stops looking stops nothing. */
async function watch(replays: Replays, id: string, { say, stop }: Terminal): Promise<ReplayAnswer> {
  const lines = new ProgressLines(say);
  const began = performance.now();
  let isTold = false;
  for (;;) {
    const state = await replays.one(id, undefined);
    if (isDone(state) || stop.aborted) return state;
    lines.tell(() => progressText(state));
    if (!isTold && state.waiting === state.events && performance.now() - began > PATIENCE) {
      isTold = true;
      say('Nothing has begun: is a worker running (ROLE=all or worker)? The replay waits for it.');
    }
    await delay(LOOK, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** @throws {InvalidArgumentError} */
function reasonOf({ reason, dryRun }: ReplayOptions): string {
  if (dryRun) return 'none';
  if (reason === undefined) throw new InvalidArgumentError('--reason: say why, or --dry-run.');
  return reason;
}

export function replayEvents(ids: readonly string[], options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const { dryRun, yes, wait, rate, json } = options;
  const chosen = selectionOf(ids, options);
  const { reason, ratePerSecond } = asked(replayBody, { ...chosen, reason: reasonOf(options), ratePerSecond: rate });
  const selection = asked(previewBody, chosen);
  return withKeyIfAny(async (app) => {
    const isMany = selection.filter !== undefined || ids.length > 1;
    const isShown = dryRun || (isMany && !yes);
    const preview =
      isShown || selection.filter ? await app.get(ReplayPreview).preview(selection, undefined) : undefined;
    if (preview && isShown) {
      const isEnd = dryRun || preview.events > 1 || preview.isCapped;
      if (!json) terminal.print(previewLines(preview).join('\n'));
      else if (isEnd) terminal.print(JSON.stringify(preview));
      if (dryRun) return EXIT.ok;
      if (isEnd) {
        terminal.say('Nothing is replayed yet: say --yes for more than one.');
        return EXIT.incomplete;
      }
    } else if (preview) {
      terminal.say(`${counted(preview.events, 'event')}${preview.isCapped ? ' and more' : ''} to replay.`);
    }
    if (preview?.isCapped) throw new SearchTooWideError();
    terminal.stop.throwIfAborted(); // from here on workers go on, whoever stops looking
    const replays = app.get(Replays);
    const looked = selection.filter && preview ? { upTo: preview.upTo, events: preview.events } : undefined;
    const asking = { caller: atShell(), reason, ratePerSecond };
    const taken = await replays.start({ ...selection, previewed: looked }, undefined, asking);
    const { id, events, skipped, later } = taken;
    terminal.say(
      `${id}: ${counted(events, 'event')}, ${ratePerSecond} a second${skipped > 0 ? `; ${skipped} left alone` : ''}` +
        `${later > 0 ? `; ${later} received since left alone` : ''}.`,
    );
    const state = wait ? await watch(replays, id, terminal) : await replays.one(id, undefined);
    if (json) terminal.print(JSON.stringify({ ...state, later }));
    else if (wait) terminal.print(progressText(state));
    if (terminal.stop.aborted) {
      terminal.say('The replay goes on: `npx countinghouse events list --status failed` shows what fails.');
      return EXIT.interrupted;
    }
    return wait && state.failed + state.refused > 0 ? EXIT.findings : EXIT.ok;
  });
}
