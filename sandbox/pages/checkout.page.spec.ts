import { StripeSandbox } from '../sandbox.js';
import { look, send } from '../test/forms.js';

describe('the Checkout page', () => {
  let sandbox: StripeSandbox;
  let price: string;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'checkout page' });
    const product = sandbox.engine.products.create({ name: 'Tools & <Toys>' }).id;
    price = sandbox.engine.prices.create({ currency: 'usd', product, unit_amount: 2_500 }).id;
  });

  afterAll(() => sandbox.close());

  function open() {
    return sandbox.engine.checkout.create({
      mode: 'payment',
      line_items: [{ price, quantity: 2 }],
      success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://shop.example/basket',
    });
  }

  const BUYER = { email: 'jenny@example.com', name: 'Jenny "J" Rosen' };

  it('shows what is bought, escaped, with a way back', async () => {
    const { status, text } = await look(sandbox, open().url ?? '');
    expect(status).toBe(200);
    expect(text).toContain('Tools &amp; &lt;Toys&gt;');
    expect(text).toContain('Pay $50.00');
    expect(text).toContain('href="https://shop.example/basket"');
    expect(text).not.toContain('<script');
  });

  it('takes the payment and leads on to success_url', async () => {
    const { id, url } = open();
    const { status, location } = await send(sandbox, url ?? '', { ...BUYER, card: 'pm_card_visa' });
    expect([status, location]).toEqual([303, `https://shop.example/thanks?session=${id}`]);
    expect(sandbox.engine.store.checkoutSessions.get(id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      customer_details: BUYER,
    });
    const again = await look(sandbox, `/c/pay/${id}`);
    expect(again.text).toContain('is completed');
    expect((await send(sandbox, `/c/pay/${id}`, { ...BUYER, card: 'pm_card_visa' })).text).toContain('is completed');
  });

  it('shows the card’s error, keeps what was typed in, and stays open', async () => {
    const { id, url } = open();
    const declined = await send(sandbox, url ?? '', { ...BUYER, card: 'pm_card_chargeDeclined' });
    expect(declined.status).toBe(402);
    expect(declined.text).toContain('Your card was declined.');
    expect(declined.text).toContain('value="Jenny &quot;J&quot; Rosen"');
    expect(sandbox.engine.store.checkoutSessions.get(id).status).toBe('open');
    expect((await send(sandbox, url ?? '', { ...BUYER, card: 'pm_card_visa' })).status).toBe(303);
  });

  it('asks a customer without an address for one, and nobody for another', async () => {
    const { customers, checkout, store } = sandbox.engine;
    const customer = customers.create({}).id;
    const of = () => checkout.create({ mode: 'payment', line_items: [{ price }], customer }).url ?? '';
    expect((await look(sandbox, of())).text).toContain('name="email"');
    await send(sandbox, of(), { ...BUYER, card: 'pm_card_visa' });
    expect(store.customers.get(customer).email).toBe(BUYER.email);
    const { text } = await look(sandbox, of());
    expect([text.includes('name="email"'), text.includes(BUYER.email)]).toEqual([false, true]);
    await send(sandbox, of(), { email: 'other@example.com', card: 'pm_card_visa' });
    expect(store.customers.get(customer).email).toBe(BUYER.email);
  });

  it('asks the bank: no keeps the session open, yes pays', async () => {
    const { id, url } = open();
    const form = { ...BUYER, card: 'pm_card_authenticationRequired' };
    const asked = await send(sandbox, url ?? '', form);
    expect(asked.text).toContain('name="authentication"');
    expect(asked.text).toContain('value="Jenny &quot;J&quot; Rosen"');
    expect((await send(sandbox, url ?? '', { ...form, authentication: 'no' })).status).toBe(402);
    expect(sandbox.engine.store.checkoutSessions.get(id).status).toBe('open');
    expect((await send(sandbox, url ?? '', { ...form, authentication: 'yes' })).status).toBe(303);
    expect(sandbox.engine.store.checkoutSessions.get(id).payment_status).toBe('paid');
  });

  it('refuses what no page of it sends', async () => {
    const { url } = open();
    expect((await send(sandbox, url ?? '', { card: 'constructor' })).status).toBe(400);
    expect((await send(sandbox, url ?? '', { card: 'pm_card_visa', email: 'nobody' })).status).toBe(400);
    expect((await send(sandbox, url ?? '', { 'card[a]': 'pm_card_visa' })).status).toBe(400);
    expect((await look(sandbox, '/c/pay/cs_test_none')).status).toBe(404);
    const evil = { mode: 'payment', line_items: [{ price }], success_url: 'javascript:alert(1)' } as const;
    expect(() => sandbox.engine.checkout.create(evil)).toThrow('Not a valid URL');
  });

  it('subscribes, starts trials and saves cards', async () => {
    const { engine } = sandbox;
    const product = engine.products.create({ name: 'Team plan' }).id;
    const monthly = engine.prices.create({
      currency: 'usd',
      product,
      unit_amount: 1_900,
      recurring: { interval: 'month' },
    }).id;
    const shared = { mode: 'subscription', line_items: [{ price: monthly }] } as const;
    const plain = engine.checkout.create(shared);
    const trial = engine.checkout.create({ ...shared, subscription_data: { trial_period_days: 7 } });
    const setup = engine.checkout.create({ mode: 'setup', currency: 'usd' });
    expect((await look(sandbox, plain.url ?? '')).text).toContain('Subscribe for $19.00');
    expect((await look(sandbox, trial.url ?? '')).text).toContain('Start trial');
    expect((await look(sandbox, setup.url ?? '')).text).toContain('Nothing is charged now');
    const form = { ...BUYER, card: 'pm_card_authenticationRequired', authentication: 'yes' };
    for (const { id, url } of [plain, trial, setup]) {
      expect((await send(sandbox, url ?? '', form)).text).toContain('is completed');
      expect(engine.store.checkoutSessions.get(id).status).toBe('complete');
    }
    const { subscription } = engine.store.checkoutSessions.get(plain.id);
    expect(engine.store.subscriptions.get(subscription ?? '').status).toBe('active');
  });

  it('says that a session has expired', async () => {
    const { url } = open();
    sandbox.engine.advance(86_400);
    const late = await look(sandbox, url ?? `/c/pay/none`);
    expect(late.status).toBe(410);
    expect(late.text).toContain('has expired');
    expect((await send(sandbox, url ?? '', { ...BUYER, card: 'pm_card_visa' })).status).toBe(410);
  });
});
