import { parseArgs } from 'node:util';
import { errorCode } from '../../database/error-code.js';
import { keptTypes } from '../../stripe/kept-objects.js';
import type { VerifyRequest } from '../verify/verify-run.js';

const ACCOUNT_ID = /^acct_\w{1,250}$/;

export const USAGE = `npm run verify -- [--type subscription]… [--account acct_…] [--sample N] [--repair] [--repair-deleted]

  --type            only this type, by its object field; may be given several times
  --account         this connected account instead of the own one
  --sample          N rows of each type by chance, of all accounts, instead of everything
  --repair          bring rows that differ to what Stripe says
  --repair-deleted  mark rows as deleted whose object Stripe has deleted or does not know; not more than 1 % of a run`;

/** @returns null when the arguments cannot be meant. */
export function requestOf(args: readonly string[]): VerifyRequest | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        type: { type: 'string', multiple: true, default: [] },
        account: { type: 'string', default: '' },
        sample: { type: 'string' },
        repair: { type: 'boolean', default: false },
        'repair-deleted': { type: 'boolean', default: false },
      },
    });
    const { type: types, account, sample, repair, 'repair-deleted': repairDeleted } = values;
    const known = types.every((type) => keptTypes().includes(type));
    if (!known || (account !== '' && !ACCOUNT_ID.test(account))) return null;
    if (sample !== undefined && (!/^[1-9]\d{0,5}$/.test(sample) || account !== '')) return null;
    return { types, account, sample: sample === undefined ? null : Number(sample), repair, repairDeleted };
  } catch (error) {
    if (errorCode(error)?.startsWith('ERR_PARSE_ARGS')) return null;
    throw error;
  }
}
