import type { EventMove } from './move.js';

/** Before 2017-05-25: `user_id` instead of the connected account's `account`. */
export const eventAccount: EventMove = {
  since: '2017-05-25',
  object: 'event',
  downgrade({ account, ...event }) {
    return account === undefined ? event : { ...event, user_id: account };
  },
};
