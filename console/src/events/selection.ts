import { ProblemError } from '../../../client/problem-error.js';
import type { Asked } from '../api/api.js';
import { countText } from '../format/number.js';

/** What events have in common: the fields of a search, or a group of failures. */
export type EventFilter = Readonly<Record<string, string>>;

/** Which events are meant. */
export type Selection =
  { readonly ids: readonly string[]; readonly filter?: never } | { readonly filter: EventFilter; readonly ids?: never };

/** How many are meant, as somebody has seen it before they decide. */
export interface LookedAt {
  readonly events: number;
  /** Number of the log beyond which none was there. */
  readonly upTo: string;
  /** There are more than one request may concern. */
  readonly isCapped: boolean;
  /** Of those that are named. */
  readonly skipped: number;
}

export interface Preview extends LookedAt {
  readonly data: readonly Previewed[];
}

export type Previewed = Asked<'/operations/replays/preview'>['data'][number];

/** As a body has it: arrays that nobody changes are no arrays to the description. */
export const bodyOf = (selection: Selection): { ids: string[] } | { filter: EventFilter } =>
  selection.ids ? { ids: [...selection.ids] } : { filter: selection.filter };

/** Likewise with what was looked at: what comes later is left alone. Ids mean what they meant. */
export const boundBodyOf = (selection: Selection, lookedAt: LookedAt | undefined) =>
  selection.filter && lookedAt
    ? { filter: selection.filter, previewed: { upTo: lookedAt.upTo, events: lookedAt.events } }
    : bodyOf(selection);

/** `; 3 came later and were left alone`: of an answer that says so. */
export function laterText(answer: object): string {
  const later = 'later' in answer && typeof answer.later === 'number' ? answer.later : 0;
  return later === 0 ? '' : `; ${countText(later)} came later and ${later === 1 ? 'was' : 'were'} left alone`;
}

/** Whether the events are others than were looked at. */
export const isConflict = (error: unknown): boolean => error instanceof ProblemError && error.status === 409;
