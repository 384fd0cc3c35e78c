import type { EventRow } from '../event.answers.js';
import type { StoryAnswer } from './story.answers.js';

type Next = StoryAnswer['next'];

const ENDED: Readonly<Partial<Record<EventRow['status'], Next>>> = {
  processed: { code: 'settled', at: null, note: 'It is settled. Nothing is planned.' },
  ignored: { code: 'settled', at: null, note: 'It is left alone. Nothing is planned.' },
  dead: { code: 'dead', at: null, note: 'No attempt is left: mend the cause and replay it, or ignore it.' },
};

/** What becomes of an event by itself, and when. */
export function nextStep({ status, errorClass, nextAttemptAt }: EventRow, now = new Date()): Next {
  const ended = ENDED[status];
  if (ended) return ended;
  const at = nextAttemptAt && nextAttemptAt.toISOString();
  const isPlanned = nextAttemptAt !== null && nextAttemptAt > now;
  if (errorClass === 'reread') return { code: 'waits_for_stripe', at, note: 'Its object is read from Stripe first.' };
  if (!isPlanned) return { code: 'due', at, note: 'It is due: a worker takes it next.' };
  return { code: 'retry', at, note: status === 'failed' ? 'It is tried again by itself.' : 'It is handled then.' };
}
