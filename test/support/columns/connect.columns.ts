import type { Fields } from '../../../sandbox/objects/event.js';
import { at, count, derived, flag, id, metadata, tenantOf, text, time, word, type Columns } from './column.js';

/** A list of words as it is; null where there is none. */
const words = (path: string) => derived((object: Fields) => at(object, path));

const REQUIREMENTS: Columns = {
  currently_due: words('requirements.currently_due'),
  past_due: words('requirements.past_due'),
  pending_verification: words('requirements.pending_verification'),
};
const DISABLING: Columns = {
  ...REQUIREMENTS,
  eventually_due: words('requirements.eventually_due'),
  disabled_reason: word('requirements.disabled_reason'),
  current_deadline: time('requirements.current_deadline'),
};

export const CONNECTED_ACCOUNTS: Columns = {
  tenant_id: derived(tenantOf),
  type: word('type'),
  dashboard: word('controller.stripe_dashboard?.type'),
  losses_payer: word('controller.losses?.payments'),
  fees_payer: word('controller.fees?.payer'),
  requirement_collector: word('controller.requirement_collection?'),
  business_type: word('business_type'),
  country: word('country'),
  default_currency: word('default_currency'),
  charges_enabled: flag('charges_enabled'),
  payouts_enabled: flag('payouts_enabled'),
  details_submitted: flag('details_submitted'),
  capabilities: derived((account) => at(account, 'capabilities')),
  ...DISABLING,
  metadata,
  created_at: time('created'),
};

export const ACCOUNT_AUTHORIZATIONS: Columns = { application_id: id('id') };

export const CAPABILITIES: Columns = {
  connected_account_id: id('account'),
  status: word('status'),
  requested: flag('requested'),
  requested_at: time('requested_at'),
  ...DISABLING,
};

export const EXTERNAL_ACCOUNTS: Columns = {
  connected_account_id: id('account'),
  type: derived(({ object }) => object),
  status: word('status'),
  country: word('country'),
  currency: word('currency'),
  default_for_currency: flag('default_for_currency'),
  bank_name: text('bank_name'),
  brand: derived((external) => {
    const brand = at(external, 'brand?');
    return typeof brand === 'string' ? brand.toLowerCase() : null;
  }),
  last4: text('last4'),
  exp_month: count('exp_month?'),
  exp_year: count('exp_year?'),
  available_payout_methods: words('available_payout_methods'),
  ...REQUIREMENTS,
  metadata,
};

export const PERSONS: Columns = {
  connected_account_id: id('account'),
  representative: flag('relationship.representative'),
  owner: flag('relationship.owner'),
  director: flag('relationship.director'),
  executive: flag('relationship.executive'),
  authorizer: flag('relationship.authorizer'),
  legal_guardian: flag('relationship.legal_guardian'),
  percent_ownership: derived((person) => {
    const share = at(person, 'relationship.percent_ownership');
    return typeof share === 'number' ? String(share) : null;
  }),
  verification_status: word('verification.status'),
  ...REQUIREMENTS,
  eventually_due: words('requirements.eventually_due'),
  created_at: time('created'),
};
