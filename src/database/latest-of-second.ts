import type { EntityManager } from 'typeorm';
import { latestOf, type Candidate } from '../stripe/event-order.js';
import { NeedsReread, type ObjectRef } from '../stripe/needs-reread.js';
import { snapshotOf, type Snapshot } from '../stripe/snapshot.js';
import { contextOf } from './event-context.js';
import { heldBy } from './held.js';
import { eventsOfSecond, type LoggedEvent } from './object-events.js';

/** What a snapshot says of an object: its columns (null: deleted), and what it says of the objects it embeds. */
export interface Image<Columns> {
  readonly columns: Columns | null;
  /** Of the columns those with links that Stripe makes anew each time: only whether there is one is compared. */
  readonly volatile: readonly (keyof Columns & string)[];
  readonly embedded: readonly object[];
}

/** The last state of one second. */
export interface Latest<Columns> {
  /** False when no rule could order the states; the larger event id then stands, the same on every machine. */
  readonly decided: boolean;
  /** The event that stands for the state. */
  readonly eventId: string;
  readonly columns: Columns | null;
  /** Every event that shows the state, with its type. */
  readonly shownBy: ReadonlyMap<string, string>;
}

/**
 * The last state that the events of one object and one second show. Events that no handler owns, or whose snapshot
 * cannot be mapped, are no candidates. Call it with the mirror row locked: the log is then read by a later statement.
 *
 * @param known what was computed before of a list of events: each event of a second asks for the same.
 * @param mayRead whether Stripe can be asked, and has not answered already that it knows no such object.
 * @throws {NeedsReread} when a payload is gone, or cannot be read, and Stripe may be asked.
 */
export async function latestOfSecond<Columns>(
  tx: EntityManager,
  ref: ObjectRef,
  inHand: Snapshot,
  mayRead: boolean,
  known: WeakMap<readonly LoggedEvent[], Latest<Columns>>,
  imageOf: (snapshot: Snapshot) => Image<Columns>,
): Promise<Latest<Columns>> {
  const context = contextOf(tx);
  const logged = await eventsOfSecond(tx, { object: ref, type: inHand.type }, inHand.created, inHand.livemode);
  const isCandidate = context.owns(inHand.type) && logged.some(({ id }) => id === inHand.eventId);
  const before = isCandidate ? known.get(logged) : undefined;
  if (before) return before;
  const candidates = new Map<string, Candidate & { columns: Columns | null }>();
  for (const event of logged) {
    if (event.id !== inHand.eventId && !context.owns(event.type)) continue;
    const snapshot = event.id === inHand.eventId ? inHand : snapshotIn(tx, event.id);
    if (snapshot === null && mayRead) throw new NeedsReread(ref);
    const image = snapshot && tryImage(snapshot, imageOf);
    if (image && snapshot.object) {
      const { object, previous } = snapshot;
      const { columns } = image;
      candidates.set(event.id, { id: event.id, type: event.type, object, previous, row: stateIn(image), columns });
    }
  }
  const { decided, ids } = latestOf([...candidates.values()]);
  const eventId = (decided ? ids[0] : ids.at(-1)) ?? inHand.eventId;
  const columns = (candidates.get(eventId) ?? imageOf(inHand)).columns;
  const latest = { decided, eventId, columns, shownBy: new Map(shown(candidates, decided ? ids : [eventId])) };
  if (isCandidate) known.set(logged, latest);
  return latest;
}

/** What two events have to agree in to show one state. */
function stateIn<Columns>({ columns, volatile, embedded }: Image<Columns>): unknown {
  const links = volatile.map((column) => [column, (columns?.[column] ?? null) !== null] as const);
  return { columns: columns && { ...columns, ...Object.fromEntries(links) }, embedded };
}

const shown = (candidates: ReadonlyMap<string, Candidate>, ids: readonly string[]): [string, string][] =>
  ids.map((id) => [id, candidates.get(id)?.type ?? '']);

function snapshotIn(tx: EntityManager, id: string): Snapshot | null {
  const event = heldBy(tx).readable(id);
  return event && snapshotOf(event);
}

function tryImage<Columns>(snapshot: Snapshot, imageOf: (snapshot: Snapshot) => Image<Columns>): Image<Columns> | null {
  try {
    return imageOf(snapshot);
  } catch {
    return null; // the event itself fails with its own error and its own row
  }
}
