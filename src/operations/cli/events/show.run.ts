import 'reflect-metadata';
import { eventId } from '../../events/event.requests.js';
import { EventPayloads } from '../../events/payload/event-payloads.js';
import { EventStory } from '../../events/story/event-story.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import { asked } from './asked.js';
import type { ShowOptions } from './events.command.js';
import { storyLines } from './story-lines.js';

export function showEvent(
  id: string,
  { payload: isWanted, json }: ShowOptions,
  { print }: Terminal,
): Promise<ExitCode> {
  const event = asked(eventId, id);
  return withoutStripe(async (app) => {
    const story = await app.get(EventStory).tell(event, undefined);
    const isKept = isWanted && story.payload.state === 'kept';
    const payload = isKept ? (await app.get(EventPayloads).masked(event, undefined)).payload : null;
    if (json) print(JSON.stringify(isWanted ? { ...story, masked: payload } : story));
    else {
      print(storyLines(story).join('\n'));
      if (isWanted) print(isKept ? JSON.stringify(payload, null, 2) : `what it said is ${story.payload.state}`);
    }
    return EXIT.ok;
  });
}
