import { z } from 'zod';
import type { Cursor } from '../../../common/cursor.js';
import type { HappeningAnswer } from './timeline.answers.js';

/** A row of the timeline; `what` is as its kind has it. */
export interface HappeningRow extends Cursor {
  readonly kind: HappeningAnswer['kind'];
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly what: unknown;
}

const word = z.string();
const state = z.record(word, z.unknown());

const eventWhat = z.object({
  id: word,
  type: word,
  status: word,
  verdict: word.nullable(),
  source: word,
  receivedAt: word.transform((at) => new Date(at).toISOString()),
});
const changeWhat = z.object({ before: state, after: state, causedBy: word.nullable() });
const actionWhat = z.object({
  action: word,
  actor: z.object({ kind: word, id: word }),
  outcome: word.nullable(),
  requestId: word.nullable(),
});
const notificationWhat = z.object({ topic: word, type: word.nullable(), status: word, attempts: z.int() });

/** The fields that differ, on both sides. */
function differing({ before, after, causedBy }: z.output<typeof changeWhat>) {
  const fields = Object.keys({ ...before, ...after });
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const only = (from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((field) => [field, from[field] ?? null]));
  return { changed, change: { before: only(before), after: only(after), causedBy } };
}

const NOTHING = { event: null, change: null, action: null, notification: null };

type Told = Omit<HappeningAnswer, 'id' | 'kind' | 'at' | 'object'>;

/** What happened, and a line of it for a person. */
const TELL: Readonly<Record<HappeningAnswer['kind'], (what: unknown) => Told>> = {
  event: (what) => {
    const event = eventWhat.parse(what);
    return { ...NOTHING, event, text: `${event.type}: ${event.verdict ?? event.status}` };
  },
  change: (what) => {
    const { changed, change } = differing(changeWhat.parse(what));
    return { ...NOTHING, change, text: `The tenant’s state changed: ${changed.join(', ')}` };
  },
  action: (what) => {
    const action = actionWhat.parse(what);
    const outcome = action.outcome === null ? '' : `, ${action.outcome}`;
    return { ...NOTHING, action, text: `${action.action} by ${action.actor.kind} ${action.actor.id}${outcome}` };
  },
  notification: (what) => {
    const { type, ...notification } = notificationWhat.parse(what);
    const text = `Message ${type ?? 'unknown'} (${notification.topic}): ${notification.status}`;
    return { ...NOTHING, notification, text };
  },
};

export const showHappening = ({ id, created, kind, objectType, objectId, what }: HappeningRow): HappeningAnswer => ({
  id: id.replace(/-0*(?=\d)/, '-'),
  kind,
  at: created.toISOString(),
  object: objectType === null || objectId === null ? null : { type: objectType, id: objectId },
  ...TELL[kind](what),
});
