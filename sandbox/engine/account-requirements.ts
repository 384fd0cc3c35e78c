import { type Account, NO_REQUIREMENTS, type Requirements } from '../objects/account.js';

/** What every connected account has to say, as the parameter it is said with. */
const WANTED: Readonly<Record<string, (account: Account) => unknown>> = {
  'business_profile.product_description': ({ business_profile }) => business_profile.product_description,
  'business_profile.support_phone': ({ business_profile }) => business_profile.support_phone,
  'business_profile.url': ({ business_profile }) => business_profile.url,
  external_account: ({ external_accounts }) => external_accounts.data[0],
  'tos_acceptance.date': ({ tos_acceptance }) => tos_acceptance.date,
  'tos_acceptance.ip': ({ tos_acceptance }) => tos_acceptance.ip,
};

/** Shown while Stripe looks at what was said. */
const CHECKED = ['business_profile.url'];

/** @param verified whether Stripe has looked at what was said */
export function requirementsOf(account: Account, verified: boolean): Requirements {
  const missing = Object.keys(WANTED).filter((name) => !WANTED[name]?.(account));
  if (missing.length > 0) {
    return {
      ...NO_REQUIREMENTS,
      currently_due: missing,
      disabled_reason: 'requirements.past_due',
      eventually_due: missing,
      past_due: missing,
    };
  }
  if (verified) return NO_REQUIREMENTS;
  return { ...NO_REQUIREMENTS, disabled_reason: 'requirements.pending_verification', pending_verification: CHECKED };
}
