import { namesAccounts, SCOPES_OF_ALL, type Caller, type Scope } from '../../auth/caller.js';
import { ExceedsOwnAccessError } from './key.errors.js';

/** What a key is to open. */
export interface Access {
  readonly scopes: readonly Scope[];
  /** Connected account, '' for your own. */
  readonly account: string;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/**
 * A key opens no more than its maker has: no other scope; no other account, unless the maker is a key that may name any;
 * and it lasts no longer. A user without a tenant may look at all of them and acts for none, and so gives no key that
 * acts for tenants, for one or for any; nor one that sees what is personal: what its user may see of that ends with
 * the token.
 *
 * @param latest when it must have ended; null: never.
 * @throws {ExceedsOwnAccessError}
 */
export function requireWithin(caller: Caller, { scopes, account, expiresAt }: Access, latest: Date | null): void {
  if (scopes.some((scope) => !caller.scopes.has(scope))) throw new ExceedsOwnAccessError('scopes');
  if (account !== caller.account && !namesAccounts(caller)) throw new ExceedsOwnAccessError('account');
  if (caller.kind === 'user' && scopes.includes('payloads')) throw new ExceedsOwnAccessError('scopes');
  if (caller.kind === 'user' && scopes.some((scope) => !SCOPES_OF_ALL.includes(scope))) {
    throw new ExceedsOwnAccessError('tenant');
  }
  if (latest !== null && (expiresAt === null || expiresAt > latest)) {
    throw new ExceedsOwnAccessError('expiresAt');
  }
}
