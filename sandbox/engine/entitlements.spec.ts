import type { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { clientOf } from '../test/stripe-client.js';

let sandbox: StripeSandbox;
let stripe: Stripe;

beforeEach(async () => {
  sandbox = await StripeSandbox.start();
  stripe = clientOf(sandbox);
});
afterEach(() => sandbox.close());

async function subscribed(count: number): Promise<{ customer: string; subscription: string }> {
  const product = await stripe.products.create({ name: 'Plan' });
  for (let n = 0; n < count; n += 1) {
    const feature = await stripe.entitlements.features.create({ name: `Feature ${n}`, lookup_key: `feature_${n}` });
    await stripe.products.createFeature(product.id, { entitlement_feature: feature.id });
  }
  const recurring = { interval: 'month' } as const;
  const price = await stripe.prices.create({ currency: 'usd', unit_amount: 500, product: product.id, recurring });
  const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  return { customer: customer.id, subscription: subscription.id };
}

const summaries = () =>
  sandbox.events
    .filter(({ type }) => type === 'entitlements.active_entitlement_summary.updated')
    .map(({ data }) => data.object);

it('a subscription entitles to the features of its product, and its end to nothing', async () => {
  const { customer, subscription } = await subscribed(2);
  const listed = await stripe.entitlements.activeEntitlements.list({ customer });
  expect(listed.data.map(({ lookup_key }) => lookup_key)).toEqual(['feature_1', 'feature_0']);
  expect(summaries()).toMatchObject([{ customer, entitlements: { data: listed.data, has_more: false } }]);
  await stripe.subscriptions.cancel(subscription);
  expect((await stripe.entitlements.activeEntitlements.list({ customer })).data).toEqual([]);
  expect(summaries().at(-1)).toMatchObject({ customer, entitlements: { data: [], has_more: false } });
});

it('a snapshot holds ten, the list all', async () => {
  const { customer } = await subscribed(12);
  const [summary] = summaries();
  expect(summary).toMatchObject({ entitlements: { has_more: true } });
  expect(summary).toHaveProperty('entitlements.data.length', 10);
  const all: string[] = [];
  for await (const { lookup_key } of stripe.entitlements.activeEntitlements.list({ customer, limit: 5 }))
    all.push(lookup_key);
  expect(new Set(all).size).toBe(12);
});
