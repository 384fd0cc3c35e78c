import type { StripeObject } from '../stripe.types.js';
import { flag, hash, word } from './fields.js';

/** What a connected account is to its platform, and who bears what. */
export interface AccountTerms {
  /** `standard`, `express`, `custom`, or `none` where only the controller says. */
  readonly type: string | null;
  /** `full`, `express` or `none`. */
  readonly dashboard: string | null;
  /** Who bears losses of payments: `stripe` or `application`. */
  readonly lossesPayer: string | null;
  /** Who pays Stripe's fees: `account`, `application`, … */
  readonly feesPayer: string | null;
  /** Who asks the owner for what is missing: `stripe` or `application`. */
  readonly requirementCollector: string | null;
  /** `individual`, `company`, … */
  readonly businessType: string | null;
}

/**
 * The controller says it since 2023, `type` since 2017-05-25; until then `managed` told custom accounts from standard
 * ones. What the business is stood in `legal_entity` until 2019-02-19.
 */
export function accountTerms(account: StripeObject): AccountTerms {
  const controller = hash(account, 'controller') ?? {};
  return {
    type: word(account, 'type') ?? formerType(flag(account, 'managed')),
    dashboard: word(hash(controller, 'stripe_dashboard') ?? {}, 'type'),
    lossesPayer: word(hash(controller, 'losses') ?? {}, 'payments'),
    feesPayer: word(hash(controller, 'fees') ?? {}, 'payer'),
    requirementCollector: word(controller, 'requirement_collection'),
    businessType: word(account, 'business_type') ?? word(hash(account, 'legal_entity') ?? {}, 'type'),
  };
}

function formerType(managed: boolean | null): string | null {
  if (managed === null) return null;
  return managed ? 'custom' : 'standard';
}

/** Whether money can leave the account's balance; `transfers_enabled` until payouts had their name, 2017-04-06. */
export const payoutsEnabled = (account: StripeObject): boolean | null =>
  flag(account, 'payouts_enabled') ?? flag(account, 'transfers_enabled');
