import { InvalidArgumentError } from 'commander';

const ACCOUNT_ID = /^acct_\w{1,250}$/;

/** @throws {InvalidArgumentError} when it is no id of a connected account. */
export function accountId(value: string): string {
  if (!ACCOUNT_ID.test(value)) throw new InvalidArgumentError("That is no account's id, acct_….");
  return value;
}
