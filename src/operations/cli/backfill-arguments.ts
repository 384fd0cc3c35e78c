import { parseArgs } from 'node:util';
import { BACKFILLED_TYPES } from '../backfill/backfilled-types.js';
import type { BackfillRequest } from '../backfill/backfill.js';
import { listed } from './arguments.js';

const ACCOUNT_ID = /^acct_\w{1,250}$/;

export const USAGE = `npm run backfill -- [--type customer]… [--account acct_…]… [--connected] [--restart]

  --type       only this type, by its object field; may be given several times:
${listed(BACKFILLED_TYPES, 15)}
  --account    this connected account instead of the own one; may be given several times
  --connected  all connected accounts instead of the own one
  --restart    from the beginning, not from where an earlier run stopped`;

/** @throws {TypeError} naming what cannot be meant. */
export function requestOf(args: string[]): BackfillRequest {
  const { values } = parseArgs({
    args,
    options: {
      type: { type: 'string', multiple: true, default: [] },
      account: { type: 'string', multiple: true, default: [] },
      connected: { type: 'boolean', default: false },
      restart: { type: 'boolean', default: false },
    },
  });
  const { type: types, account: accounts, connected, restart } = values;
  const unknown = types.find((type) => !BACKFILLED_TYPES.includes(type));
  if (unknown !== undefined) throw new TypeError(`--type ${unknown}: there is no such type`);
  const stranger = accounts.find((id) => !ACCOUNT_ID.test(id));
  if (stranger !== undefined) throw new TypeError(`--account ${stranger}: that is no account's id`);
  return { types, accounts, connected, restart };
}
