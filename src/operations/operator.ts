import { BoundToAnotherError } from '../auth/caller.errors.js';
import { isPlatformKey, type Caller } from '../auth/caller.js';
import { CountinghouseError } from '../common/errors.js';

/** What operators see and do concerns all tenants: nothing for who acts for one of them. */
export class OperatorRequiredError extends CountinghouseError {
  readonly code = 'tenant_bound';
  readonly status = 403;
  constructor() {
    super('This concerns all tenants, and the caller acts for one.');
  }
}

/**
 * A key that is bound to no tenant, or a user who has none.
 *
 * @throws {OperatorRequiredError}
 */
export function requireOperator(caller: Caller): void {
  if (caller.tenantId !== null && !isPlatformKey(caller)) throw new OperatorRequiredError();
}

/** Whose objects somebody may see: one connected account's only, or, without one, everybody's. */
export type Reach = string | undefined;

/**
 * How far an operator's arm reaches: who is bound to a connected account, or names one by header, sees that one only.
 *
 * @throws {OperatorRequiredError}
 */
export function reachOf(caller: Caller): Reach {
  requireOperator(caller);
  return caller.account === '' ? undefined : caller.account;
}

/** What `?account=` of your own account is. */
export const OWN_ACCOUNT = 'own';

/**
 * The account that is meant: '' for your own, undefined for all.
 *
 * @param asked a connected account, or {@link OWN_ACCOUNT}; undefined: all that are within reach.
 * @throws {BoundToAnotherError} when that one is out of reach.
 */
export function accountWithin(reach: Reach, asked: string | undefined): string | undefined {
  const account = asked === OWN_ACCOUNT ? '' : asked;
  if (reach === undefined) return account;
  if (account !== undefined && account !== reach) throw new BoundToAnotherError('?account');
  return reach;
}

/** The account of one customer: your own unless said. @throws {BoundToAnotherError} */
export const oneAccountWithin = (reach: Reach, asked: string | undefined): string => accountWithin(reach, asked) ?? '';
