import type { EventMove } from './move.js';

/** Before 2017-05-25 an event's `request` was the id alone. */
export const eventRequest: EventMove = {
  since: '2017-05-25',
  object: 'event',
  downgrade(event) {
    const { request } = event;
    return { ...event, request: typeof request === 'string' ? request : (request?.id ?? null) };
  },
};
