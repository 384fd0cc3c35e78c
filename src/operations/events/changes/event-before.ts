import { latestOf, type Candidate } from '../../../stripe/event-order.js';

/** An event of an object, with its number in the log. */
export interface Ordered extends Candidate {
  readonly logId: string;
  /** Milliseconds. */
  readonly created: number;
}

/**
 * The event whose state was there before another one's, by the rules that order rows (docs/ordering.md): the last one of
 * its second that comes before it, else the last one of the nearest second before. Of two that show one state, the one
 * that was received later changes nothing. Undefined when there is none.
 */
export function eventBefore<E extends Ordered>(event: E, others: readonly E[]): E | undefined {
  const ofSecond = others.filter(({ created }) => created === event.created);
  const twin = ofSecond.find((other) => isSameState(other, event) && BigInt(other.logId) < BigInt(event.logId));
  if (twin) return twin;
  const former = ofSecond.filter((other) => isBefore(other, event));
  if (former.length > 0) return lastOf(former);
  const earlier = others.filter(({ created }) => created < event.created);
  const second = Math.max(...earlier.map(({ created }) => created));
  return lastOf(earlier.filter(({ created }) => created === second));
}

const isSameState = (a: Candidate, b: Candidate): boolean => {
  const { decided, ids } = latestOf([a, b]);
  return decided && ids.length === 2;
};

const isBefore = (a: Candidate, b: Candidate): boolean => {
  const { decided, ids } = latestOf([a, b]);
  return decided && ids.length === 1 && ids[0] === b.id;
};

function lastOf<E extends Ordered>(events: readonly E[]): E | undefined {
  if (events.length === 0) return undefined;
  const last = latestOf(events).ids.at(-1);
  return events.find(({ id }) => id === last);
}
