import type { StripeObject } from './stripe.types.js';

/** No slash: that separates the parts of a thin event's context. */
const ACCOUNT_ID = /^acct_[\x21-\x2e\x30-\x7e]{1,250}$/;
/** Begins what the log has instead of an account of an event whose account nobody knows: no row may be its. */
const UNKNOWN = '?';

export const isUnknownAccount = (account: string): boolean => account.startsWith(UNKNOWN);

/**
 * The connected account that a thin event's context means, '' for the own one, which has none. A context is an account,
 * or a path of an organization and accounts (`org_…/acct_…`), of which the last one is meant. What else it may be
 * (an organization, a compartment) is no account of which there are rows.
 */
export function accountOfContext(context: unknown): string {
  if (context === null || context === undefined) return '';
  const path = typeof context === 'string' && /^[\x21-\x7e]{1,250}$/.test(context) ? context : '';
  const last = path.split('/').at(-1) ?? '';
  return ACCOUNT_ID.test(last) ? last : UNKNOWN + path;
}

/**
 * The connected account that an event is about, '' for the own one (docs.stripe.com/connect/webhooks). Undefined when
 * it names one that cannot be: such an event must never touch the own account's rows. Events before 2017 call it `user_id`.
 */
export function accountOf(event: StripeObject): string | undefined {
  const account = event['account'] ?? event['user_id'] ?? '';
  return account === '' || (typeof account === 'string' && ACCOUNT_ID.test(account)) ? account : undefined;
}
