import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openShop } from '../sandbox/demo/catalogue.js';
import { startStorefront, type Storefront } from '../sandbox/demo/storefront.js';
import { launchChromium } from './support/chromium.js';
import { IDENTITY } from './support/identity.js';
import { startShop, type Shop } from './support/shop.js';

jest.setTimeout(240_000);

const WIDE = { width: 1200, height: 900 };
const NARROW = { width: 360, height: 740 };

let browser: Browser;
let storefront: Storefront;
let shop: Shop;
let page: Page;
/** What the pages of the storefront complain of. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
  storefront = await startStorefront(IDENTITY);
  shop = await startShop('storefront', { env: { CORS_ORIGINS: storefront.url } });
  storefront.sellFor(shop.backend.url);
  openShop(shop.sandbox.engine);
  await shop.settled();
}, 600_000);
afterAll(async () => {
  await shop.close();
  await storefront.close();
  await browser.close();
});

beforeEach(async () => {
  complaints = [];
  const context = await browser.newContext({ viewport: WIDE });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const isOurs = !message.location().url.startsWith(shop.sandbox.url);
    if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
});
afterEach(() => page.context().close());

/** For eyes: `SCREENSHOTS=/tmp/storefront npm run test:one test/storefront.spec.ts`. */
async function pictures(name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
        await page.setViewportSize(viewport);
        await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png`, fullPage: true });
      }
    }
    await page.emulateMedia({ colorScheme: null });
  }
  await page.setViewportSize(NARROW);
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect([name, wider]).toEqual([name, 0]);
  await page.setViewportSize(WIDE);
}

const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
const follow = (name: string) => page.getByRole('link', { name }).click();
const heading = (name: string | RegExp) => page.getByRole('heading', { name, exact: true }).waitFor();
const fact = (name: string) => page.locator('.facts div', { hasText: name }).locator('dd').innerText();

/** Fills in the hosted page. @param card its last four digits */
async function pay(card: string): Promise<void> {
  await page.getByLabel('Email').fill('jenny@example.com');
  await page.getByLabel('Name').fill('Jenny Rosen');
  await page.getByLabel(card).check();
  await press(/^Subscribe/);
}
async function subscribe(plan: string): Promise<void> {
  await page.goto(storefront.url);
  await press(`Choose ${plan}`);
  await pay('4242');
  await heading(`Welcome to ${plan}`);
}

/** From Stripe's pages to the account page, which reads twice then: the second time what was done there has arrived. */
async function comeBack(by: () => Promise<void>): Promise<void> {
  const address = `${shop.backend.url}/stripe/entitlements`;
  let reads = 0;
  await page.route(address, async (route) => {
    if ((reads += 1) === 2) await shop.settled();
    await route.continue();
  });
  await by();
  await page.waitForURL(`${storefront.url}/account.html`);
  await page.locator('main[aria-busy="false"]').waitFor();
  await page.unroute(address);
}

describe('the example storefront in Chromium', () => {
  it('choose, pay, active, portal, cancel', async () => {
    await page.goto(storefront.url);
    await heading('Team');
    expect(await page.locator('.price strong').allInnerTexts()).toEqual(['$9', '$29', '$79']);
    await pictures('plans');
    await page.getByLabel('Yearly').check();
    expect(await page.locator('.price strong').allInnerTexts()).toEqual(['$90', '$290', '$790']);
    expect(await page.locator('.price small').first().innerText()).toBe('$7.50 a month, billed yearly');
    expect(await page.getByText('up to 17% less').count()).toBe(1);
    await pictures('plans-yearly');

    await press('Choose Team');
    await page.waitForURL(`${shop.sandbox.url}/c/pay/**`);
    await pictures('hosted-checkout');
    await pay('4242');
    await heading('Welcome to Team');
    expect(page.url()).toMatch(/\/welcome\.html\?session=cs_/);
    expect([await fact('Paid today'), await fact('Status')]).toEqual(['$290.00', 'Active']);
    expect(await page.locator('.gives').innerText()).toContain('200 notebooks');
    await pictures('welcome');

    await shop.settled(); // the page shows invoices and cards as well
    await follow('See your plan');
    await page.getByText('Active').waitFor();
    expect([await fact('Price'), await fact('Paid with')]).toEqual(['$290.00 a year', 'Visa •••• 4242']);
    expect(await fact('Renews on')).toMatch(/, 2027$/);
    expect(await page.locator('td.amount').allInnerTexts()).toEqual(['$290.00']);
    await pictures('account');

    await press('Cards and invoices');
    await page.waitForURL(`${shop.sandbox.url}/p/session/**`);
    await follow('Update payment method');
    await page.getByLabel('4444').check();
    await press('Save');
    await comeBack(() => follow('Return to the shop'));
    await page.getByText('Mastercard •••• 4444').waitFor();
    expect(page.url()).toBe(`${storefront.url}/account.html`);

    await press('Cancel plan');
    await pictures('cancel');
    await page.keyboard.press('Escape');
    expect(await fact('Renews on')).toMatch(/, 2027$/);
    await press('Cancel plan');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel plan' }).click();
    await page.getByText('Ends on').waitFor();
    expect(await fact('Ends on')).toMatch(/, 2027$/);
    await pictures('canceled');
    await shop.settled();
    await page.reload();
    await page.getByText('Ends on').waitFor();
    await press('Keep the plan');
    await page.getByText('Renews on').waitFor();

    await follow('Plans');
    await page.getByText('Your plan', { exact: true }).nth(1).waitFor();
    expect(await page.getByRole('button', { name: /^Cho|^Change/ }).allInnerTexts()).toEqual([
      'Change to Solo',
      'Change to Company',
    ]);
    await pictures('plans-of-a-subscriber');
    await press('Change to Company');
    await page.getByLabel('Company, yearly').check();
    await comeBack(() => press('Confirm'));
    await heading(/^Company/); // and its status
    expect(complaints).toEqual([]);
  });

  it('a declined card buys nothing', async () => {
    await page.goto(storefront.url);
    await press('Choose Solo');
    await pay('0002');
    expect(await page.getByRole('alert').innerText()).toBe('Your card was declined.');
    await follow('Cancel and go back');
    await heading('Solo');
    await follow('Your plan');
    await heading('You have no plan yet');
    expect(complaints).toEqual([]);
  });

  it('somebody without a subscription sees where to get one, and nothing of others', async () => {
    await page.goto(`${storefront.url}/account.html`);
    await heading('You have no plan yet');
    expect(await page.getByRole('button', { name: /Cards|Cancel|Change/ }).count()).toBe(0);
    await pictures('account-of-nobody');
    await page.goto(`${storefront.url}/welcome.html?session=javascript:alert(1)`);
    await heading('Nothing was bought here');
    expect(complaints).toEqual([]);

    await subscribe('Solo');
    const address = page.url();
    await press('New visitor');
    await heading('Solo');
    await page.goto(address);
    await heading('Nothing was bought here');
    await pictures('welcome-of-another');
  });

  it('a renewal that fails asks for another card', async () => {
    await subscribe('Company');
    await follow('See your plan');
    await press('Cards and invoices');
    await follow('Update payment method');
    await page.getByLabel('0341').check();
    await press('Save');
    await page.getByRole('link', { name: 'Return to the shop' }).waitFor();
    const { clock, engine } = shop.sandbox;
    const [last] = engine.store.subscriptions.values().toReversed();
    engine.advance((last?.items.data[0]?.current_period_end ?? 0) - clock.now() + 3_700);
    await shop.settled();
    await page.goto(`${storefront.url}/account.html`);
    await page.getByText('Payment failed', { exact: true }).waitFor();
    await pictures('account-past-due');
    await press('Update the card');
    await page.getByLabel('4242').check();
    await comeBack(() => press('Save'));
    await page.getByText('Visa •••• 4242').waitFor();
    expect(complaints).toEqual([]);
  });

  it('by the keyboard alone', async () => {
    const focused = () => page.evaluate('document.activeElement.innerText || document.activeElement.value');
    const tabTo = async (label: string) => {
      for (let presses = 0; (await focused()) !== label; presses += 1) {
        if (presses > 25) throw new Error(`${label} is not reached`);
        await page.keyboard.press('Tab');
        // What has the focus is seen to have it.
        expect(
          await page.evaluate(
            `getComputedStyle(document.querySelector('label:has(:focus-visible), :focus-visible') ?? document.body).outlineStyle`,
          ),
        ).not.toBe('none');
      }
    };
    await page.goto(storefront.url);
    await heading('Team');
    await tabTo('month');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.price strong').first().innerText()).toBe('$90');
    await tabTo('Choose Team');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${shop.sandbox.url}/c/pay/**`);
    await pay('4242');
    await heading('Welcome to Team');
    await tabTo('See your plan');
    await page.keyboard.press('Enter');
    await page.getByText('Active').waitFor();
    await tabTo('Cancel plan');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo('Cancel plan');
    await page.keyboard.press('Enter');
    await page.getByText('Ends on').waitFor();
    expect(complaints).toEqual([]);
  });

  it('money has Stripe’s decimals, whatever the browser holds of a currency', async () => {
    await page.goto(storefront.url);
    const shown = await page.evaluate(`import('/format.js').then(({ money }) => [
      [1900, 'usd'], [500, 'jpy'], [199000, 'huf'], [150000, 'isk'], [12345, 'kwd'],
    ].map((amount) => money(...amount)))`);
    const texts = ['$19.00', '¥500', 'HUF 1,990.00', 'ISK 1,500.00', 'KWD 12.345'];
    expect(shown).toEqual(texts.map((text) => text.replace(' ', '\u00a0')));
  });

  it('without the backend says so', async () => {
    await page.route(`${shop.backend.url}/**`, (route) => route.abort());
    await page.goto(storefront.url);
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
    await page.goto(`${storefront.url}/welcome.html?session=cs_test_1`);
    await heading('Your payment is not confirmed yet');
    await pictures('without-the-backend');
    expect(await page.getByRole('article').count()).toBe(0);
  });
});

describe('the storefront’s server', () => {
  const signIn = (body: string, type = 'application/json') =>
    fetch(`${storefront.url}/sign-in`, { method: 'POST', body, headers: { 'content-type': type } });

  it('lets pages run their own files only', async () => {
    for (const path of ['/', '/welcome.html', '/account.html']) {
      const response = await fetch(`${storefront.url}${path}`);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`default-src 'none';script-src 'self';style-src 'self';img-src 'self'`);
      expect(policy).toContain(`connect-src 'self' ${shop.backend.url};`);
      expect(policy).not.toContain('unsafe');
      expect(await response.text()).not.toMatch(/<style|<script(?![^>]* src=)|\sstyle=|\son\w+=/);
    }
  });

  it('signs in visitors of the demo, and nobody else', async () => {
    const first = (await (await signIn('{}')).json()) as { tenant: string };
    expect(first).toMatchObject({ tenant: expect.stringMatching(/^visitor_/), api: shop.backend.url });
    const again = await signIn(JSON.stringify({ tenant: first.tenant }));
    expect([again.status, again.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await again.json()).toMatchObject({ tenant: first.tenant });
    for (const body of ['{"tenant":"tenant_acme"}', '{"scope":"operations"}', '[]', '{']) {
      expect((await signIn(body)).status).toBe(400);
    }
    expect((await signIn('{}', 'text/plain')).status).toBe(400);
  });
});
