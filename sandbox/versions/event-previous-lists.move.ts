import type { Fields } from '../objects/event.js';
import { isHash, sameJson } from '../previous-attributes.js';
import type { EventMove } from './move.js';

/** Before 2017-05-25 the lists in `previous_attributes` held only the elements that had changed. */
export const eventPreviousLists: EventMove = {
  since: '2017-05-25',
  object: 'event',
  downgrade(event) {
    const { object, previous_attributes } = event.data;
    if (!previous_attributes) return event;
    return { ...event, data: { object, previous_attributes: changedIn(previous_attributes, object) } };
  },
};

function changedIn(previous: Fields, current: Fields): Fields {
  const fields = Object.entries(previous).map(([name, old]) => [name, changed(old, current[name])]);
  return Object.fromEntries(fields);
}

function changed(old: unknown, current: unknown): unknown {
  if (Array.isArray(old) && Array.isArray(current)) {
    return old.filter((element) => !current.some((one) => sameJson(one, element)));
  }
  return isHash(old) && isHash(current) ? changedIn(old, current) : old;
}
