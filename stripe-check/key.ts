import { Stripe } from 'stripe';

/** How one gets a key, in words. */
const HOW = `npm run test:stripe needs a key of Stripe's test mode, better still of a sandbox of its own:
  1. https://dashboard.stripe.com, account menu, Switch to sandbox, Create;
  2. Developers, API keys, Secret key: sk_test_…
  3. STRIPE_SECRET_KEY=sk_test_… npm run test:stripe
It makes customers, subscriptions and payments of test cards there, and takes them away again: docs/test-stripe.md.`;

/** Why this key is not used; null when nothing is against it so far. */
export function refusalOf(key: string | undefined): string | null {
  if (!key) return `STRIPE_SECRET_KEY is not set.\n${HOW}`;
  if (/^(sk|rk)_live_/.test(key)) return `STRIPE_SECRET_KEY is a LIVE key: nothing was done with it.\n${HOW}`;
  if (key.startsWith('pk_')) return `STRIPE_SECRET_KEY is a publishable key, which may do nothing of this.\n${HOW}`;
  if (!/^(sk|rk)_test_\w+$/.test(key)) return `STRIPE_SECRET_KEY is no key of Stripe's test mode.\n${HOW}`;
  return null;
}

/** What the life needs to write, each with a question that changes nothing. */
const NEEDS: Readonly<Record<string, (stripe: Stripe) => Promise<unknown>>> = {
  'Customers (write)': (stripe) => stripe.customers.update('cus_countinghouse_none', { name: 'none' }),
  'Products (write)': (stripe) => stripe.products.update('prod_countinghouse_none', { name: 'none' }),
  'Prices (write)': (stripe) => stripe.prices.update('price_countinghouse_none', { nickname: 'none' }),
  'Coupons (write)': (stripe) => stripe.coupons.update('countinghouse_none', { name: 'none' }),
  'Subscriptions (write)': (stripe) => stripe.subscriptions.update('sub_countinghouse_none', { description: 'none' }),
  'Invoices (write)': (stripe) => stripe.invoices.update('in_countinghouse_none', { description: 'none' }),
  'Credit notes (write)': (stripe) => stripe.creditNotes.update('cn_countinghouse_none', { memo: 'none' }),
  'Payment intents (write)': (stripe) => stripe.paymentIntents.update('pi_countinghouse_none', { description: 'none' }),
  'Charges and refunds (write)': (stripe) =>
    stripe.refunds.update('re_countinghouse_none', { metadata: { none: '1' } }),
  'Disputes (write)': (stripe) => stripe.disputes.update('du_countinghouse_none', { metadata: { none: '1' } }),
  'Checkout sessions (write)': (stripe) => stripe.checkout.sessions.expire('cs_test_countinghouse_none'),
  'Test clocks (write)': (stripe) =>
    stripe.testHelpers.testClocks.advance('clock_countinghouse_none', { frozen_time: 1 }),
  'Events (read)': (stripe) => stripe.events.list({ limit: 1 }),
};

/**
 * What a restricted key may not do. A secret key may do everything. Whether something may be written, Stripe says before
 * it says that there is nothing to be written to.
 *
 * @throws what Stripe answers besides 403 and what it knows nothing of: 401, or no answer.
 */
export async function lackingFor(stripe: Stripe, key: string): Promise<string[]> {
  if (!key.startsWith('rk_')) {
    await stripe.events.list({ limit: 1 }); // that it is valid at all
    return [];
  }
  const lacking: string[] = [];
  for (const [permission, ask] of Object.entries(NEEDS)) {
    try {
      await ask(stripe);
    } catch (error) {
      if (error instanceof Stripe.errors.StripePermissionError) lacking.push(permission);
      else if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
  }
  return lacking;
}
