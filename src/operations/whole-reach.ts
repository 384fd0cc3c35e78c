import type { Caller } from '../auth/caller.js';
import { CountinghouseError } from '../common/errors.js';
import { reachOf } from './operator.js';

/** Some figures and runs are of all accounts together. */
export class WholeReachRequiredError extends CountinghouseError {
  readonly code = 'platform_only';
  readonly status = 403;
  constructor() {
    super('This concerns all accounts together: leave `Countinghouse-Account` out.');
  }
}

/** @throws {OperatorRequiredError} @throws {WholeReachRequiredError} */
export function requireWholeReach(caller: Caller): void {
  if (reachOf(caller) !== undefined) throw new WholeReachRequiredError();
}
