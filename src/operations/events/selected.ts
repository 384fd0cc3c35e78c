import type { Selection } from './event.requests.js';

/** What an audit row says of the events that were meant, beside their ids: what they have in common. */
export const meant = ({ filter }: Selection): Readonly<Record<string, unknown>> =>
  filter
    ? { filter: Object.fromEntries(Object.entries(filter).filter(([, condition]) => condition !== undefined)) }
    : {};
