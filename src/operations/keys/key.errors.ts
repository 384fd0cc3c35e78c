import { CountinghouseError } from '../../common/errors.js';

/** Nobody makes a key that may do what they may not: that would be a way to any right. */
export class ExceedsOwnAccessError extends CountinghouseError {
  readonly code = 'exceeds_own_access';
  readonly status = 403;
  override readonly members: Readonly<Record<string, string>>;
  constructor(exceeds: 'scopes' | 'account' | 'tenant' | 'expiresAt') {
    super('The key would be able to do what the caller is not.');
    this.members = { exceeds };
  }
}
