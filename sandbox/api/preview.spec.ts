import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { clientOf, idOf, monthlyPrice, refusal } from '../test/stripe-client.js';

describe('the preview of a change', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;
  let dear: string;
  let subscription: string;
  let item: string;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'previews' });
    stripe = clientOf(sandbox);
    dear = await monthlyPrice(stripe, 5_000);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    const customer = (await stripe.customers.create({ payment_method: 'pm_card_visa' })).id;
    const made = await stripe.subscriptions.create({ customer, items: [{ price: await monthlyPrice(stripe) }] });
    subscription = made.id;
    item = made.items.data[0]?.id ?? '';
    sandbox.engine.advance(10 * 86_400);
  });

  const change = (proration_behavior: 'always_invoice' | 'create_prorations' | 'none') => ({
    items: [{ id: item, price: dear, quantity: 2 }],
    proration_behavior,
  });

  it('says to the cent what the change then bills, and changes nothing', async () => {
    const events = sandbox.events.length;
    const preview = await stripe.invoices.createPreview({
      subscription,
      subscription_details: change('always_invoice'),
    });
    expect(sandbox.events.length).toBe(events);
    expect(preview.id).toMatch(/^upcoming_in_/);
    expect(preview.lines.data.map(({ amount }) => amount > 0)).toEqual([false, true]);
    const changed = await stripe.subscriptions.update(subscription, change('always_invoice'));
    const invoice = await stripe.invoices.retrieve(idOf(changed.latest_invoice));
    expect([preview.total, preview.amount_due]).toEqual([invoice.total, invoice.amount_paid]);
    expect(preview.lines.data.map(({ amount }) => amount)).toEqual(invoice.lines.data.map(({ amount }) => amount));
  });

  it('at the end of a trial says what the first period costs, and the change then bills that', async () => {
    const customer = (await stripe.customers.create({ payment_method: 'pm_card_visa' })).id;
    const price = await monthlyPrice(stripe);
    const trial = await stripe.subscriptions.create({ customer, items: [{ price }], trial_period_days: 14 });
    const ends = {
      items: [{ id: trial.items.data[0]?.id ?? '', price: dear }],
      proration_behavior: 'always_invoice' as const,
      trial_end: 'now' as const,
    };
    const preview = await stripe.invoices.createPreview({ subscription: trial.id, subscription_details: ends });
    expect(preview.lines.data.map(({ amount }) => amount)).toEqual([5_000]);
    for (const payment_behavior of ['pending_if_incomplete', 'allow_incomplete'] as const) {
      const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price }], trial_period_days: 14 });
      const changed = await stripe.subscriptions.update(id, {
        ...ends,
        items: [{ id: items.data[0]?.id ?? '', price: dear }],
        payment_behavior,
      });
      const now = sandbox.engine.clock.now();
      expect(changed).toMatchObject({
        status: 'active',
        trial_end: now,
        billing_cycle_anchor: now,
        pending_update: null,
      });
      expect(changed.items.data[0]).toMatchObject({ current_period_start: now, price: { id: dear } });
      expect(await stripe.invoices.retrieve(idOf(changed.latest_invoice))).toMatchObject({
        status: 'paid',
        total: preview.total,
      });
    }
  });

  it('of one that waits shows the renewal too, and of one without proration nothing else', async () => {
    const waits = await stripe.invoices.createPreview({
      subscription,
      subscription_details: change('create_prorations'),
    });
    expect(waits.lines.data).toHaveLength(3);
    expect(waits.lines.data.at(-1)?.amount).toBe(10_000);
    const none = await stripe.invoices.createPreview({ subscription, subscription_details: change('none') });
    expect(none.total).toBe(10_000);
    expect((await stripe.invoices.createPreview({ subscription })).total).toBe(2_000);
  });

  it('is refused for what cannot change', async () => {
    expect(await refusal(stripe.invoices.createPreview({ subscription: 'sub_none' }))).toMatchObject({
      code: 'resource_missing',
    });
    await stripe.subscriptions.cancel(subscription);
    expect(await refusal(stripe.invoices.createPreview({ subscription }))).toMatchObject({ statusCode: 400 });
  });
});
