import { isUnknownAccount } from '../../../stripe/account-of.js';

const DASHBOARD = 'https://dashboard.stripe.com';

/** An event in Stripe's dashboard; null when nobody knows whose it is. */
export function stripeUrlOf({
  id,
  account,
  livemode,
}: {
  readonly id: string;
  readonly account: string;
  readonly livemode: boolean;
}): string | null {
  if (isUnknownAccount(account)) return null;
  const parts = [account, livemode ? '' : 'test', 'events', id].filter((part) => part !== '');
  return [DASHBOARD, ...parts.map(encodeURIComponent)].join('/');
}
