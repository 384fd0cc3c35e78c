import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';

let sandbox: StripeSandbox;
let stripe: Stripe;

beforeEach(async () => {
  sandbox = await StripeSandbox.start();
  stripe = new Stripe(sandbox.apiKey, { host: '127.0.0.1', port: sandbox.port, protocol: 'http' });
});
afterEach(() => sandbox.close());

it('a test clock moves the one clock that there is, so that what is due happens', async () => {
  const product = (await stripe.products.create({ name: 'Plan' })).id;
  const recurring = { interval: 'week' } as const;
  const price = await stripe.prices.create({ currency: 'usd', unit_amount: 500, product, recurring });
  const begun = sandbox.clock.now();
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_700_000_000, name: 'a week' });
  expect(clock).toMatchObject({ object: 'test_helpers.test_clock', status: 'ready', name: 'a week' });
  const { id: customer } = await stripe.customers.create({
    test_clock: clock.id,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  const week = 8 * 86_400;
  const moved = await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: 1_700_000_000 + week });
  expect(moved.status).toBe('advancing');
  expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
    status: 'ready',
    frozen_time: 1_700_000_000 + week,
  });
  expect(sandbox.clock.now() - begun).toBe(week);
  expect((await stripe.invoices.list({ customer })).data.map(({ status }) => status)).toEqual(['paid', 'paid']);
});

it('goes forward only, and is gone when it is deleted', async () => {
  const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: 1_700_000_000 });
  await expect(stripe.testHelpers.testClocks.advance(id, { frozen_time: 1_700_000_000 })).rejects.toMatchObject({
    statusCode: 400,
    param: 'frozen_time',
  });
  expect(await stripe.testHelpers.testClocks.del(id)).toMatchObject({ id, deleted: true });
  await expect(stripe.testHelpers.testClocks.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
});
