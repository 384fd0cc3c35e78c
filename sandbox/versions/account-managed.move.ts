import { type VersionMove, without } from './move.js';

/** Before 2017-05-25: `managed` instead of the account's `type`. */
export const accountManaged: VersionMove = {
  since: '2017-05-25',
  object: 'account',
  downgrade(fields) {
    return { ...without(fields, 'type'), managed: fields['type'] !== 'standard' };
  },
};
