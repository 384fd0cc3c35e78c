import type { StripeObject } from './stripe.types.js';

const ACCOUNT_ID = /^acct_[\x21-\x7e]{1,250}$/;

/**
 * The connected account that an event is about, '' for the own one (docs.stripe.com/connect/webhooks). Undefined when
 * it names one that cannot be: such an event must never touch the own account's rows. Events before 2017 call it `user_id`.
 */
export function accountOf(event: StripeObject): string | undefined {
  const account = event['account'] ?? event['user_id'] ?? '';
  return account === '' || (typeof account === 'string' && ACCOUNT_ID.test(account)) ? account : undefined;
}
