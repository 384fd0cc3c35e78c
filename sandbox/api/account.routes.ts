import { resourceMissing } from '../engine/errors.js';
import { NO_ADDRESS } from '../objects/stripe-object.js';
import type { Routes } from './routes.js';

const NO_REQUIREMENTS = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

/** The merchant's own account, with nothing left to provide. */
export function accountObject(id: string, created: number) {
  return {
    id,
    object: 'account',
    business_profile: { mcc: null, name: 'Sandbox', support_address: NO_ADDRESS, support_email: null, url: null },
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    controller: { type: 'account' },
    country: 'US',
    created,
    default_currency: 'usd',
    details_submitted: true,
    email: 'sandbox@example.com',
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${id}/external_accounts` },
    future_requirements: NO_REQUIREMENTS,
    metadata: {},
    payouts_enabled: true,
    requirements: NO_REQUIREMENTS,
    settings: { dashboard: { display_name: 'Sandbox', timezone: 'Etc/UTC' } },
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: 'standard',
  };
}

export function accountRoutes(routes: Routes): void {
  const { accountId, engine } = routes.api;
  const account = accountObject(accountId, engine.clock.now());
  routes.get('/v1/account', () => account);
  routes.get('/v1/accounts/:id', ({ id }) => {
    if (id !== accountId) throw resourceMissing('account', id);
    return account;
  });
}
