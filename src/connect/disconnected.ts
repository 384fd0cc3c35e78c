import { isNotConnected, stripesOwn } from '../stripe/refusal.js';
import { AccountDisconnectedError } from './connect.errors.js';

/** What Stripe says before its event has come. @throws {AccountDisconnectedError} else the error itself. */
export function asDisconnected(error: unknown): never {
  if (isNotConnected(error) || isUnknownDestination(error)) {
    throw new AccountDisconnectedError('Stripe says so', { cause: error });
  }
  throw error;
}

/** Of a destination charge: the account was ours, so it is no more. */
function isUnknownDestination(error: unknown): boolean {
  const cause = stripesOwn(error);
  return cause?.code === 'resource_missing' && cause.param?.endsWith('[destination]') === true;
}
