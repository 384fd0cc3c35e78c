import 'reflect-metadata';
import { replayId, stopBody } from '../../events/event.requests.js';
import { Replays } from '../../events/replays/replays.js';
import { atShell } from '../at-shell.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import { asked } from './asked.js';
import type { StopOptions } from './events.command.js';

export function stopReplay(replay: string, { reason, json }: StopOptions, terminal: Terminal): Promise<ExitCode> {
  asked(replayId, replay);
  asked(stopBody, { reason });
  return withoutStripe(async (app) => {
    const state = await app.get(Replays).stop(replay, undefined, { caller: atShell(), reason });
    const { status, events, replayed, reread, skipped } = state;
    if (json) terminal.print(JSON.stringify(state));
    else terminal.say(`${replay} is ${status}: of ${events}, ${replayed + reread} made due, ${skipped} left out.`);
    return status === 'stopped' ? EXIT.ok : EXIT.takenOrAbsent;
  });
}
