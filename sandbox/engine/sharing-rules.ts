import { type Invoice, subscriptionOf } from '../objects/invoice.js';
import type { IntentShares } from '../objects/payment-intent.js';
import type { SubscriptionShares } from '../objects/subscription.js';
import { APPLICATION } from './application.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';

interface Sharing {
  application_fee_amount?: number;
  application_fee_percent?: number;
  on_behalf_of?: string;
  transfer_data?: { amount?: number; amount_percent?: number; destination: string };
}

/** Payments in a connected account are made by the platform's application. */
export const applicationOf = ({ platform }: EngineContext): Pick<IntentShares, 'application'> => ({
  application: platform ? APPLICATION.id : null,
});

/** @param within the hash that the parameters came in. @throws StripeApiError as Stripe has it */
export function refuseUnsharable(ctx: EngineContext, params: Sharing, within = ''): void {
  const { application_fee_amount: amount, application_fee_percent: percent, on_behalf_of, transfer_data } = params;
  const named = (name: string) => (within ? `${within}[${name}]` : name);
  if (amount !== undefined && !ctx.platform && !transfer_data) {
    throw invalidRequest(
      'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).',
      named('application_fee_amount'),
    );
  }
  if (percent !== undefined && !ctx.platform) {
    throw invalidRequest(
      'You can only apply an application_fee_percent when the request is made on behalf of another account (using an OAuth key or Stripe-Account header).',
      named('application_fee_percent'),
    );
  }
  if (transfer_data) refuseDestination(ctx, transfer_data.destination, `${named('transfer_data')}[destination]`);
  if (on_behalf_of !== undefined) connectedTo(ctx, on_behalf_of, named('on_behalf_of'));
}

function refuseDestination(ctx: EngineContext, destination: string, param: string): void {
  const { transfers } = connectedTo(ctx, destination, param).store.accounts.get(destination).capabilities;
  if (transfers === 'active') return;
  throw invalidRequest(
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
    param,
    'insufficient_capabilities_for_transfer',
  );
}

function connectedTo(ctx: EngineContext, account: string, param: string): EngineContext {
  const connected = ctx.connected(account);
  if (connected) return connected;
  throw invalidRequest(`No such destination: '${account}'`, param, 'resource_missing');
}

/** What a subscription keeps of how its invoices are shared out. */
export function sharesOfSubscription(ctx: EngineContext, params: Sharing): SubscriptionShares {
  refuseUnsharable(ctx, params);
  const { application_fee_percent, on_behalf_of, transfer_data } = params;
  return {
    ...applicationOf(ctx),
    application_fee_percent: application_fee_percent ?? null,
    on_behalf_of: on_behalf_of ?? null,
    transfer_data: transfer_data
      ? { amount_percent: transfer_data.amount_percent ?? null, destination: transfer_data.destination }
      : null,
  };
}

/** The same of one invoice, of which so much is due (minor units). */
export function sharesOfInvoice(ctx: EngineContext, invoice: Invoice, due: number): Partial<IntentShares> {
  const subscription = ctx.store.subscriptions.find(subscriptionOf(invoice));
  if (!subscription) return {};
  const { application, application_fee_percent: fee, on_behalf_of, transfer_data } = subscription;
  const share = transfer_data?.amount_percent ?? null;
  return {
    application,
    application_fee_amount: fee === null ? null : partOf(due, fee),
    on_behalf_of,
    transfer_data: transfer_data && {
      ...(share === null ? {} : { amount: partOf(due, share) }),
      destination: transfer_data.destination,
    },
  };
}

/** Whole minor units; a percentage has two decimals at most, so that this is exact. */
const partOf = (amount: number, percent: number): number => Math.round((amount * Math.round(percent * 100)) / 10_000);
