import type Stripe from 'stripe';
import type { AccountBody } from './opening.requests.js';

type Controller = NonNullable<Stripe.AccountCreateParams['controller']>;

/**
 * Who bears what, by the dashboard of an account: what Stripe called express, standard and custom
 * (docs.stripe.com/connect/migrate-to-controller-properties). `type` is deprecated.
 */
const CONTROLLERS: Readonly<Record<AccountBody['dashboard'], Controller>> = {
  express: {
    stripe_dashboard: { type: 'express' },
    fees: { payer: 'application' },
    losses: { payments: 'application' },
    requirement_collection: 'stripe',
  },
  full: {
    stripe_dashboard: { type: 'full' },
    fees: { payer: 'account' },
    losses: { payments: 'stripe' },
    requirement_collection: 'stripe',
  },
  none: {
    stripe_dashboard: { type: 'none' },
    fees: { payer: 'application' },
    losses: { payments: 'application' },
    requirement_collection: 'application',
  },
};

/** Direct charges need card payments, destination charges transfers: both are asked for, so that either can be chosen. */
const CAPABILITIES = { card_payments: { requested: true }, transfers: { requested: true } };

/** Parameters of docs.stripe.com/api/accounts/create. The tenant is named, so that every event of the account says whose it is. */
export const accountParams = (
  tenantId: string,
  { country, email, businessType, dashboard }: AccountBody,
): Stripe.AccountCreateParams => ({
  country,
  ...(email === undefined ? {} : { email }),
  ...(businessType === undefined ? {} : { business_type: businessType }),
  controller: CONTROLLERS[dashboard],
  capabilities: CAPABILITIES,
  metadata: { tenant_id: tenantId },
});
