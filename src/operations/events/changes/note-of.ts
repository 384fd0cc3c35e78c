import type { EventRow } from '../event.answers.js';
import type { ChangesAnswer } from '../story/story.answers.js';

const NOTES: Readonly<Record<ChangesAnswer['state'], string>> = {
  computed: 'What the event says beside what the event before it said.',
  first: 'No event before it is known: all that it says is shown.',
  before_unknown: 'What the event before it said was removed: all that this one says is shown.',
  no_row: 'The event decides no row.',
  not_handled: 'Nobody handles the event, so it changed nothing.',
  payload_gone: 'What the event said was removed, or cannot be decrypted here: nobody can tell what it changed.',
  read_from_stripe: 'The event says nothing of its object: the object was read from Stripe.',
  not_understood: 'No reader understands what the event says, so it changed nothing.',
  not_computable: 'Its handler writes rows of its own: the preview of a replay shows what it would do.',
};

/** What an operator has to know of changes to read them right. */
export function noteOf(state: ChangesAnswer['state'], { verdict, status }: EventRow, isPartial: boolean): string {
  const isSaid = state === 'computed' || state === 'first' || state === 'before_unknown';
  const notes = [NOTES[state]];
  if (isSaid && verdict === 'superseded') notes.push('A newer state was there: so it would have been, and is not.');
  if (isSaid && verdict === 'duplicate') notes.push('Another event had told the same fact: this one changed nothing.');
  if (isSaid && verdict === 'ambiguous') {
    notes.push('No rule could order it among the events of its second: the row may differ.');
  }
  if (isSaid && (status === 'received' || status === 'failed')) notes.push('It is not settled yet.');
  if (isSaid && status === 'dead') notes.push('No attempt succeeded: it has changed nothing.');
  if (isSaid && verdict === 'ignored: by operator') notes.push('An operator left it alone: it has changed nothing.');
  if (isPartial) notes.push('Its handler writes rows of its own besides, which are not shown.');
  return notes.join(' ');
}
