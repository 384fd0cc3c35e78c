import { parseArgs } from 'node:util';
import { BACKFILLED_TYPES } from '../backfill/backfilled-types.js';
import type { BackfillRequest } from '../backfill/backfill.js';

const ACCOUNT_ID = /^acct_\w{1,250}$/;

export const USAGE = `npm run backfill -- [--type customer]… [--account acct_…]… [--connected] [--restart]

  --type       only this type, by its object field; may be given several times:
               ${BACKFILLED_TYPES.slice(0, 11).join(', ')},
               ${BACKFILLED_TYPES.slice(11).join(', ')}
  --account    this connected account instead of the own one; may be given several times
  --connected  all connected accounts instead of the own one
  --restart    from the beginning, not from where an earlier run stopped`;

/** @returns null when the arguments cannot be meant. */
export function requestOf(args: readonly string[]): BackfillRequest | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        type: { type: 'string', multiple: true, default: [] },
        account: { type: 'string', multiple: true, default: [] },
        connected: { type: 'boolean', default: false },
        restart: { type: 'boolean', default: false },
      },
    });
    const { type: types, account: accounts, connected, restart } = values;
    const isMeant =
      types.every((type) => BACKFILLED_TYPES.includes(type)) && accounts.every((id) => ACCOUNT_ID.test(id));
    return isMeant ? { types, accounts, connected, restart } : null;
  } catch {
    return null; // an option that there is not, or one without its value
  }
}
