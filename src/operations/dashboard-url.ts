import { isUnknownAccount } from '../stripe/account-of.js';

/** An object at Stripe; its account is '' for your own. */
interface Named {
  readonly id: string;
  readonly account: string;
  readonly livemode: boolean;
}

const dashboardUrl = (page: string, { id, account, livemode }: Named): string =>
  [
    'https://dashboard.stripe.com',
    ...[account, livemode ? '' : 'test', page, id].filter((part) => part !== '').map(encodeURIComponent),
  ].join('/');

/** A customer in Stripe's dashboard. */
export const customerUrl = (customer: Named): string => dashboardUrl('customers', customer);

/** An event in Stripe's dashboard; null when nobody knows whose it is. */
export const eventUrl = (event: Named): string | null =>
  isUnknownAccount(event.account) ? null : dashboardUrl('events', event);
