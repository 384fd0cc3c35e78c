import { isConsequence } from '../database/error-code.js';
import { NeedsReread, type ObjectRef } from '../stripe/needs-reread.js';
import type { Verdict } from '../stripe/verdict.js';
import type { ClaimedEvent } from './due-events.repository.js';

/** Thrown when nothing failed, but these events cannot be settled before their objects are read from Stripe. */
export class RereadsNeeded extends Error {
  constructor(readonly waiting: readonly { readonly event: ClaimedEvent; readonly ref: ObjectRef }[]) {
    super(`${waiting.length} events need a read from Stripe`);
    this.name = 'RereadsNeeded';
  }
}

/** Thrown when handlers failed; `cause` is what the first of them threw. */
export class HandlersFailed extends Error {
  private constructor(
    /** Events that may be at fault: a statement that handlers share fails for all of them. */
    readonly suspects: readonly ClaimedEvent[],
    cause: unknown,
  ) {
    super(`${suspects.length} handlers failed`, { cause });
    this.name = 'HandlersFailed';
  }

  static of(failures: ReadonlyMap<ClaimedEvent, unknown>): HandlersFailed {
    const suspects = [...failures].filter(([, error]) => !isConsequence(error));
    const told = suspects.length > 0 ? suspects : [...failures];
    return new HandlersFailed(
      told.map(([event]) => event),
      told[0]?.[1],
    );
  }
}

/** What went wrong itself, whichever handlers it took along. */
export const causeOf = (error: unknown): unknown => (error instanceof HandlersFailed ? error.cause : error);

/**
 * Runs the handlers of a batch side by side, so that they share statements, and those of one object in turn. Ends when
 * all have ended: none may come to a transaction that is rolled back.
 *
 * @throws {HandlersFailed} and, when none failed, {@link RereadsNeeded}.
 */
export async function sideBySide(
  events: readonly ClaimedEvent[],
  handle: (event: ClaimedEvent) => Promise<Verdict>,
): Promise<Map<ClaimedEvent, Verdict>> {
  const verdicts = new Map<ClaimedEvent, Verdict>();
  const waiting: { event: ClaimedEvent; ref: ObjectRef }[] = [];
  const failures = new Map<ClaimedEvent, unknown>();
  const handleInTurn = async (ofObject: readonly ClaimedEvent[]): Promise<void> => {
    for (const event of ofObject) {
      if (failures.size > 0) return;
      try {
        verdicts.set(event, await handle(event));
      } catch (error) {
        if (error instanceof NeedsReread) waiting.push({ event, ref: error.ref });
        else failures.set(event, error);
      }
    }
  };
  await Promise.all(byObject(events).map(handleInTurn));
  if (failures.size > 0) throw HandlersFailed.of(failures);
  if (waiting.length > 0) throw new RereadsNeeded(waiting);
  return verdicts;
}

function byObject(events: readonly ClaimedEvent[]): ClaimedEvent[][] {
  const groups = new Map<string, ClaimedEvent[]>();
  for (const event of events) {
    const key = event.objectKey === null ? event.logId : `${event.account}/${event.objectKey}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()];
}
