import { parseArgs } from 'node:util';
import { keptTypes } from '../../stripe/kept-objects.js';
import type { VerifyRequest } from '../verify/verify-run.js';
import { listed } from './arguments.js';

const ACCOUNT_ID = /^acct_\w{1,250}$/;

export const USAGE = `npm run verify -- [--type subscription]… [--account acct_…] [--sample N] [--repair] [--repair-deleted]

  --type            only this type, by its object field; may be given several times:
${listed(keptTypes(), 20)}
  --account         this connected account instead of the own one
  --sample          N rows of each type by chance, of all accounts, instead of everything
  --repair          bring rows that differ to what Stripe says
  --repair-deleted  mark rows as deleted whose object Stripe has deleted or does not know; not more than 1 % of a run`;

/** @throws {TypeError} naming what cannot be meant. */
export function requestOf(args: string[]): VerifyRequest {
  const { values } = parseArgs({
    args,
    options: {
      type: { type: 'string', multiple: true, default: [] },
      account: { type: 'string', default: '' },
      sample: { type: 'string' },
      repair: { type: 'boolean', default: false },
      'repair-deleted': { type: 'boolean', default: false },
    },
  });
  const { type: types, account, sample, repair, 'repair-deleted': repairDeleted } = values;
  const unknown = types.find((type) => !keptTypes().includes(type));
  if (unknown !== undefined) throw new TypeError(`--type ${unknown}: there is no such type`);
  if (account !== '' && !ACCOUNT_ID.test(account)) throw new TypeError(`--account ${account}: that is no account's id`);
  if (sample !== undefined && account !== '') throw new TypeError('--sample is of all accounts: not with --account');
  if (sample !== undefined && !/^[1-9]\d{0,5}$/.test(sample)) {
    throw new TypeError(`--sample ${sample}: must be a whole number from 1 to 999999`);
  }
  return { types, account, sample: sample === undefined ? null : Number(sample), repair, repairDeleted };
}
