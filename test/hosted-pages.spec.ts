import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { launchChromium } from './support/chromium.js';

jest.setTimeout(180_000);

/** The pages as people use them: by their labels and by the keyboard, in a browser that may run no script. */
describe('the hosted pages in Chromium', () => {
  let browser: Browser;
  let page: Page;
  let sandbox: StripeSandbox;
  let shop: string;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 600_000);
  afterAll(() => browser.close());

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'hosted pages' });
    shop = `${sandbox.url}/_sandbox/state`;
    const context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
  });
  afterEach(async () => {
    await page.context().close();
    await sandbox.close();
  });

  async function picture(name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS'];
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  }

  const arrivesAt = (address: string): Promise<void> => page.waitForURL(({ href }) => href === address);

  function monthly(unit_amount: number, nickname: string, product: string): string {
    const recurring = { interval: 'month' } as const;
    return sandbox.engine.prices.create({ currency: 'usd', product, unit_amount, nickname, recurring }).id;
  }

  it('Checkout: declined, then refused by the bank, then paid', async () => {
    const product = sandbox.engine.products.create({ name: 'Team plan' }).id;
    const price = monthly(1_900, 'Basic', product);
    const session = sandbox.engine.checkout.create({
      mode: 'subscription',
      line_items: [{ price, quantity: 3 }],
      success_url: `${shop}?session={CHECKOUT_SESSION_ID}`,
      cancel_url: shop,
    });
    await page.goto(session.url ?? '');
    expect(await page.title()).toBe('Subscribe');
    await picture('checkout');
    await page.getByLabel('Email').fill('jenny@example.com');
    await page.getByLabel('Name').fill('Jenny Rosen');
    await page.getByLabel('0002').check();
    await page.getByRole('button', { name: 'Subscribe for $57.00' }).click();
    expect(await page.getByRole('alert').innerText()).toBe('Your card was declined.');
    expect(await page.getByLabel('Email').inputValue()).toBe('jenny@example.com');
    await picture('checkout-declined');
    await page.getByLabel('3184').check();
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await picture('checkout-authentication');
    await page.getByRole('button', { name: 'No, refuse' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('could not authenticate you');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('button', { name: 'Yes, it is me' }).click();
    await arrivesAt(`${shop}?session=${session.id}`);
    expect(sandbox.engine.store.checkoutSessions.get(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
    });
    await page.goto(`${sandbox.url}/c/pay/${session.id}`);
    await picture('checkout-completed');
    await page.getByRole('link', { name: 'Go on' }).click();
    await arrivesAt(`${shop}?session=${session.id}`);
  });

  it('Checkout by the keyboard alone', async () => {
    const product = sandbox.engine.products.create({ name: 'Workshop' }).id;
    const price = sandbox.engine.prices.create({ currency: 'usd', product, unit_amount: 2_500 }).id;
    const session = sandbox.engine.checkout.create({ mode: 'payment', line_items: [{ price }], success_url: shop });
    await page.goto(session.url ?? '');
    await page.keyboard.press('Tab');
    await page.keyboard.type('jenny@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Jenny');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(shop);
    const [charge] = sandbox.engine.store.charges.values();
    expect(charge?.payment_method_details).toMatchObject({ card: { brand: 'mastercard' } });
  });

  it('Checkout: back by the cancel link, and too late', async () => {
    const session = sandbox.engine.checkout.create({ mode: 'setup', currency: 'usd', cancel_url: shop });
    await page.goto(session.url ?? '');
    await picture('checkout-setup');
    await page.getByRole('link', { name: 'Cancel and go back' }).click();
    await arrivesAt(shop);
    sandbox.engine.advance(86_400);
    await page.goto(session.url ?? '');
    expect(await page.title()).toBe('Session expired');
    await picture('checkout-expired');
  });

  it('the portal: change the plan, replace the card, cancel and renew', async () => {
    const { customers, portal, products, store, subscriptions } = sandbox.engine;
    const product = products.create({ name: 'Team plan' }).id;
    const [basic, pro] = [monthly(1_900, 'Basic', product), monthly(4_900, 'Pro', product)];
    const params = { name: 'Jenny Rosen', email: 'jenny@example.com', payment_method: 'pm_card_visa' };
    const customer = customers.create(params).id;
    const { id } = subscriptions.create({ customer, items: [{ price: basic }] });
    await page.goto(portal.create({ customer, return_url: shop }).url);
    await picture('portal');
    await page.getByRole('link', { name: 'Change plan' }).click();
    await picture('portal-plan');
    await page.getByLabel('Pro').check();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('link', { name: 'Update payment method' }).click();
    expect(store.subscriptions.get(id).items.data[0]?.price.id).toBe(pro);
    await page.getByLabel('4444').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('mastercard •••• 4444').waitFor(); // it is there once
    await page.getByRole('link', { name: 'Cancel plan' }).click();
    await page.getByLabel('Why do you cancel?').selectOption('It is too expensive');
    await picture('portal-cancel');
    await page.getByRole('button', { name: 'Cancel plan' }).click();
    await page.getByRole('button', { name: 'Renew plan' }).waitFor();
    expect(store.subscriptions.get(id)).toMatchObject({ cancel_at_period_end: false, cancel_at: expect.any(Number) });
    await picture('portal-canceled');
    await page.getByRole('button', { name: 'Renew plan' }).click();
    await page.getByRole('link', { name: 'Cancel plan' }).waitFor();
    expect(store.subscriptions.get(id).cancel_at).toBeNull();
    await page.getByRole('link', { name: 'Return to the shop' }).click();
    await arrivesAt(shop);
  });

  it('a deep link of the portal does one thing and leads on', async () => {
    const { customers, portal, store } = sandbox.engine;
    const customer = customers.create({ payment_method: 'pm_card_visa' }).id;
    const after_completion = { type: 'redirect', redirect: { return_url: shop } } as const;
    await page.goto(portal.create({ customer, flow_data: { type: 'payment_method_update', after_completion } }).url);
    await page.getByLabel('3184').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Yes, it is me' }).click();
    await arrivesAt(shop);
    const method = store.customers.get(customer).invoice_settings.default_payment_method ?? '';
    expect(store.paymentMethods.get(method).card?.last4).toBe('3184');
  });

  it('the onboarding of a connected account', async () => {
    const { accountLinks, accounts } = sandbox.engine;
    const { id } = accounts.create({ type: 'express', capabilities: { transfers: { requested: true } } });
    const type = 'account_onboarding';
    await page.goto(accountLinks.create({ account: id, type, refresh_url: shop, return_url: shop }).url);
    await page.getByLabel('What you sell').fill('Lamps');
    await page.getByLabel('Website').fill('https://lamps.example');
    await page.getByRole('button', { name: 'Submit' }).click();
    expect(await page.getByRole('alert').innerText()).toContain(
      'Still missing: the support phone, a bank account, that you accept the terms.',
    );
    await picture('onboarding');
    await page.getByLabel('Support phone').fill('+1 555 0100');
    await page.getByLabel('Bank account number').fill('000123456789');
    await page.getByLabel('I accept').check();
    await page.getByRole('button', { name: 'Submit' }).click();
    await arrivesAt(shop);
    sandbox.engine.advance(2);
    expect(accounts.get(id).profile.get()).toMatchObject({ charges_enabled: true, payouts_enabled: true });
  });
});
