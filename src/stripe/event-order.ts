import { isDeepStrictEqual } from 'node:util';
import { irreversibleSteps } from './irreversible-steps.js';
import { isHash } from './shapes/fields.js';
import type { StripeObject } from './stripe.types.js';

/** One event of an object, among all that the log holds of it for one second. */
export interface Candidate {
  readonly id: string;
  readonly type: string;
  /** The snapshot, `data.object`. */
  readonly object: StripeObject;
  /** `data.previous_attributes`: the changed fields with their former values; only `*.updated` events have it. */
  readonly previous: StripeObject | null;
  /** What the mapper makes of the snapshot; candidates with equal rows are one candidate. */
  readonly row: unknown;
}

/** The events that show the last state, or those that no rule can order. Both sorted by id, never empty. */
export interface Latest {
  readonly decided: boolean;
  readonly ids: readonly string[];
}

/**
 * The last state among all events of one object that carry the same `created`. A function of the set: neither the
 * order of arrival nor of the argument matters. Looking at two at a time is not enough: the relation is not
 * transitive, and three updates of one second then end differently by arrival.
 */
export function latestOf(candidates: readonly Candidate[]): Latest {
  const sorted = candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const states = statesOf(sorted);
  const loose = last(states, (a, b) => precedes(a, b, shows));
  // A ring may stem from a field that flipped and came back. A former snapshot that fits as a whole is surer evidence.
  const latest = loose.decided ? loose : last(states, (a, b) => precedes(a, b, isFormerSnapshot));
  const left = latest.decided ? latest : loose;
  return { decided: left.decided, ids: left.states.flatMap((state) => state.map(({ id }) => id)).toSorted() };
}

/** Events whose mapped rows are equal show one state. */
type State = Candidate[];

function statesOf(candidates: readonly Candidate[]): State[] {
  const states: State[] = [];
  for (const candidate of candidates) {
    const same = states.find(([first]) => isDeepStrictEqual(first?.row, candidate.row));
    if (same) same.push(candidate);
    else states.push([candidate]);
  }
  return states;
}

type Before = (a: Candidate, b: Candidate) => boolean;

function last(states: readonly State[], before: Before): { decided: boolean; states: State[] } {
  const next = states.map((state) =>
    states.filter((other) => other !== state && state.some((a) => other.some((b) => before(a, b)))),
  );
  const reached = states.map((state) => reachableFrom(state, (from) => next[states.indexOf(from)] ?? []));
  // A state is still possible as the last one when everything that comes after it also comes before it.
  const possible = states.filter((state, i) =>
    [...(reached[i] ?? [])].every((later) => reached[states.indexOf(later)]?.has(state)),
  );
  return { decided: possible.length === 1, states: possible };
}

function reachableFrom(start: State, next: (state: State) => State[]): Set<State> {
  const seen = new Set<State>();
  const waiting = [...next(start)];
  for (let state = waiting.pop(); state; state = waiting.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    waiting.push(...next(state));
  }
  return seen;
}

/** Created first, deleted last; then the chain of previous attributes; then steps that can never be undone. */
function precedes(a: Candidate, b: Candidate, linked: (former: Candidate, later: Candidate) => boolean): boolean {
  for (const [first, second] of [
    [isCreation(a), isCreation(b)],
    [isDeletion(b), isDeletion(a)],
  ]) {
    if (first !== second) return first === true;
  }
  const aThenB = linked(a, b);
  if (aThenB || linked(b, a)) return aThenB;
  const steps = irreversibleSteps(b.object);
  const pairs = irreversibleSteps(a.object).map((step, i) => [step, steps[i]] as const);
  const known = pairs.filter(
    (pair): pair is readonly [number, number] => pair[0] !== null && typeof pair[1] === 'number',
  );
  return known.every(([x, y]) => x <= y) && known.some(([x, y]) => x < y);
}

/** An authorization has no other events than those with which it begins and ends. */
const isCreation = ({ type }: Candidate): boolean => /\.(created|authorized)$/.test(type);
const isDeletion = ({ type }: Candidate): boolean => /\.(deleted|deauthorized)$/.test(type);

/** The later event's previous values are what the former one shows. */
function shows(former: Candidate, later: Candidate): boolean {
  return later.previous !== null && contains(former.object, later.previous);
}

/** The later event's snapshot with its previous values put back is the former one's snapshot, whole. */
function isFormerSnapshot(former: Candidate, later: Candidate): boolean {
  return shows(former, later) && contains(withFields(later.object, later.previous ?? {}), former.object);
}

/** Hashes are compared field by field, lists as a whole; null and absent are the same to Stripe. */
function contains(whole: unknown, part: unknown): boolean {
  if (part === null || part === undefined) return whole === null || whole === undefined;
  if (!isHash(part)) return isDeepStrictEqual(whole, part);
  return isHash(whole) && Object.keys(part).every((field) => contains(own(whole, field), own(part, field)));
}

function withFields(whole: StripeObject, part: StripeObject): StripeObject {
  const merged = new Map(Object.entries(whole));
  for (const [field, value] of Object.entries(part)) {
    const now = merged.get(field);
    merged.set(field, isHash(now) && isHash(value) ? withFields(now, value) : value);
  }
  return Object.fromEntries(merged);
}

const own = (hash: StripeObject, field: string): unknown => (Object.hasOwn(hash, field) ? hash[field] : undefined);
