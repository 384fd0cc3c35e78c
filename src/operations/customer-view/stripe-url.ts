/** A customer in Stripe's dashboard. @param account '' for your own. */
export function customerUrl({ account, id }: { account: string; id: string }, livemode: boolean): string {
  const parts = [account, livemode ? '' : 'test', 'customers', encodeURIComponent(id)];
  return `https://dashboard.stripe.com/${parts.filter((part) => part !== '').join('/')}`;
}
