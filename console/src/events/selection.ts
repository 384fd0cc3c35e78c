import type { Asked } from '../api/api.js';

/** What events have in common: the fields of a search, or a group of failures. */
export type EventFilter = Readonly<Record<string, string>>;

/** Which events are meant. */
export type Selection =
  { readonly ids: readonly string[]; readonly filter?: never } | { readonly filter: EventFilter; readonly ids?: never };

export type Preview = Asked<'/operations/replays/preview'>;
export type Previewed = Preview['data'][number];

/** As a body has it: arrays that nobody changes are no arrays to the description. */
export const bodyOf = (selection: Selection): { ids: string[] } | { filter: EventFilter } =>
  selection.ids ? { ids: [...selection.ids] } : { filter: selection.filter };
