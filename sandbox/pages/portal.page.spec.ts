import type { PortalSessionCreate } from '../engine/portal.js';
import { periodEnd } from '../objects/subscription.js';
import { StripeSandbox } from '../sandbox.js';
import { look, send } from '../test/forms.js';

describe('the billing portal', () => {
  let sandbox: StripeSandbox;
  let customer: string;
  let subscription: string;
  let basic: string;
  let pro: string;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'portal page' });
  });

  afterAll(() => sandbox.close());

  beforeEach(() => {
    const { customers, prices, products, subscriptions } = sandbox.engine;
    const product = products.create({ name: 'Team plan' }).id;
    const shared = { currency: 'usd', product, recurring: { interval: 'month' } } as const;
    basic = prices.create({ ...shared, unit_amount: 1_900, nickname: 'Basic' }).id;
    pro = prices.create({ ...shared, unit_amount: 4_900, nickname: 'Pro' }).id;
    sandbox.engine.portal.offer([basic, pro]);
    customer = customers.create({ name: 'Jenny <Rosen>', payment_method: 'pm_card_visa' }).id;
    subscription = subscriptions.create({ customer, items: [{ price: basic }] }).id;
  });

  function url(params: Omit<PortalSessionCreate, 'customer'> = {}): string {
    return sandbox.engine.portal.create({ customer, ...params }).url;
  }

  function now() {
    return sandbox.engine.store.subscriptions.get(subscription);
  }

  it('shows plan, card and invoices, and leads back', async () => {
    const { status, text } = await look(sandbox, url({ return_url: 'https://shop.example/account' }));
    expect(status).toBe(200);
    expect(text).toContain('Jenny &lt;Rosen&gt;');
    for (const part of ['Team plan × 1', '$19.00 per month', 'Renews on', 'visa •••• 4242', 'paid', 'SANDBOX-']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('href="https://shop.example/account"');
  });

  it('changes the plan to one of the configured prices, and to no other', async () => {
    const root = url();
    const path = `${root}/subscriptions/${subscription}/plan`;
    const { text } = await look(sandbox, path);
    expect(text.match(/name="price"/g)).toHaveLength(2);
    const { product } = sandbox.engine.store.prices.get(basic);
    const cheap = { currency: 'usd', product, unit_amount: 1, recurring: { interval: 'month' } } as const;
    const hidden = sandbox.engine.prices.create(cheap).id;
    expect((await send(sandbox, path, { price: hidden })).status).toBe(400);
    expect(await send(sandbox, path, { price: pro })).toMatchObject({ status: 303, location: `${root}/home` });
    expect(now().items.data[0]?.price.id).toBe(pro);
  });

  it('cancels at the end of the period as Stripe does since clover, and renews', async () => {
    const root = url();
    const path = `${root}/subscriptions/${subscription}`;
    const reason = { feedback: 'too_expensive', comment: 'Sorry' };
    expect(await send(sandbox, `${path}/cancel`, reason)).toMatchObject({ location: `${root}/home` });
    expect(now()).toMatchObject({
      cancel_at: periodEnd(now()),
      cancel_at_period_end: false,
      cancellation_details: { comment: 'Sorry', feedback: 'too_expensive', reason: 'cancellation_requested' },
      status: 'active',
    });
    expect((await look(sandbox, `${path}/cancel`)).text).toContain('canceled already');
    expect((await look(sandbox, root)).text).toContain('Renew plan');
    await send(sandbox, `${path}/renew`, {});
    expect(now()).toMatchObject({ cancel_at: null, cancel_at_period_end: false });
  });

  it('replaces the payment method, by authentication if the card asks for it', async () => {
    const path = `${url()}/payment-method`;
    const usual = () => sandbox.engine.store.customers.get(customer).invoice_settings.default_payment_method ?? '';
    const before = usual();
    const declined = await send(sandbox, path, { card: 'pm_card_chargeDeclined' });
    expect([declined.status, usual()]).toEqual([402, before]);
    const asked = await send(sandbox, path, { card: 'pm_card_authenticationRequired' });
    const setup_intent = /name="setup_intent" value="(\w+)"/.exec(asked.text)?.[1] ?? '';
    expect((await send(sandbox, path, { setup_intent, authentication: 'no' })).text).toContain('failed authentication');
    const again = await send(sandbox, path, { card: 'pm_card_authenticationRequired' });
    const second = /name="setup_intent" value="(\w+)"/.exec(again.text)?.[1] ?? '';
    expect((await send(sandbox, path, { setup_intent: second, authentication: 'yes' })).status).toBe(303);
    expect(sandbox.engine.store.paymentMethods.get(usual()).card?.last4).toBe('3184');
    expect((await send(sandbox, path, { setup_intent: second, authentication: 'yes' })).status).toBe(409);
    expect((await send(sandbox, path, { card: 'pm_card_mastercard' })).status).toBe(303);
    expect(sandbox.engine.store.paymentMethods.get(usual()).card?.brand).toBe('mastercard');
  });

  it('deep links lead to one thing and on to where they say', async () => {
    const after = { type: 'redirect', redirect: { return_url: 'https://shop.example/done' } } as const;
    const flows = [
      [{ type: 'payment_method_update', after_completion: after }, 'payment-method', { card: 'pm_card_visa' }],
      [
        { type: 'subscription_update', subscription_update: { subscription }, after_completion: after },
        `subscriptions/${subscription}/plan`,
        { price: pro },
      ],
      [
        { type: 'subscription_cancel', subscription_cancel: { subscription }, after_completion: after },
        `subscriptions/${subscription}/cancel`,
        {},
      ],
    ] as const;
    for (const [flow_data, page, form] of flows) {
      const root = url({ flow_data });
      expect(await look(sandbox, root)).toMatchObject({ status: 303, location: `${root}/${page}` });
      expect(await send(sandbox, `${root}/${page}`, form)).toMatchObject({ location: 'https://shop.example/done' });
    }
    expect(now()).toMatchObject({ cancel_at: periodEnd(now()), items: { data: [{ price: { id: pro } }] } });
  });

  it('a deep link can ask for one change to be confirmed', async () => {
    const item = now().items.data[0]?.id ?? '';
    const confirm = { subscription, items: [{ id: item, price: pro, quantity: 3 }] };
    const root = url({
      flow_data: {
        type: 'subscription_update_confirm',
        subscription_update_confirm: confirm,
        after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'Thank you <b>' } },
      },
    });
    const page = `${root}/subscriptions/${subscription}/plan`;
    expect((await look(sandbox, page)).text.match(/name="price"/g)).toHaveLength(1);
    expect((await send(sandbox, page, { price: pro })).location).toBe(`${root}/done`);
    expect((await look(sandbox, `${root}/done`)).text).toContain('Thank you &lt;b&gt;');
    expect(now().items.data[0]).toMatchObject({ price: { id: pro }, quantity: 3 });
  });

  it('shows nobody else’s things, and ends after an hour', async () => {
    const root = url();
    const other = sandbox.engine.customers.create({ payment_method: 'pm_card_visa' }).id;
    const theirs = sandbox.engine.subscriptions.create({ customer: other, items: [{ price: basic }] }).id;
    expect((await look(sandbox, `${root}/subscriptions/${theirs}/plan`)).status).toBe(404);
    expect((await send(sandbox, `${root}/subscriptions/${theirs}/cancel`, {})).status).toBe(404);
    const flow_data = { type: 'subscription_cancel', subscription_cancel: { subscription: theirs } } as const;
    expect(() => url({ flow_data })).toThrow('cannot be changed by this customer');
    expect(() => url({ return_url: 'javascript:alert(1)' })).toThrow('Not a valid URL');
    sandbox.engine.advance(3_599);
    expect((await look(sandbox, root)).status).toBe(200);
    sandbox.engine.advance(3_600);
    expect((await look(sandbox, root)).status).toBe(404);
    const unopened = url();
    sandbox.engine.advance(300);
    expect((await look(sandbox, unopened)).status).toBe(404);
  });
});
