import { createHash } from 'node:crypto';
import { call, createKey } from '../support/api.js';
import { inspect, startConsole, type ConsoleUnderTest, type Operator } from '../support/console.js';
import { pay } from '../support/payments.js';

const DAY = 86_400;

let console: ConsoleUnderTest;
let ann: Operator;
/** Who lost its access, who has it, and whose payment is disputed. */
let late: { readonly customer: string; readonly subscription: string };
let good: { readonly customer: string; readonly subscription: string };
let held: { readonly customer: string; readonly dispute: string };

beforeAll(async () => {
  console = await startConsole('customers');
  const { shop } = console;
  const { engine } = shop.sandbox;
  engine.settings.finalFailure = 'unpaid';
  const { monthly: price } = shop.sell('pro', 2_900, { features: 'sso, audit', limit_seats: '5' });
  const customer = engine.customers.create({
    email: 'Jenny.Rosen@example.com',
    name: 'Jenny Rosen',
    payment_method: 'pm_card_chargeCustomerFail',
    metadata: { tenant_id: 'globex' },
  }).id;
  const { id: subscription } = engine.subscriptions.create({ customer, items: [{ price }], trial_period_days: 2 });
  late = { customer, subscription };
  engine.advance(40 * DAY);
  good = await shop.subscribe('acme', price);
  const disputed = await pay(shop, 'initech');
  held = { customer: disputed.customer, dispute: engine.disputes.create({ charge: disputed.charge }).id };
  await shop.settled();
  ann = await console.operator(['operations', 'refunds', 'payloads']);
}, 120_000);
afterAll(() => console.close());
afterEach(() => {
  expect(ann.complaints).toEqual([]);
});

const search = (what: string) => {
  const form = ann.page.getByRole('search', { name: 'Customers' });
  return form.getByLabel(/^(Id|Address)$/).fill(what);
};
const found = (id: string) => ann.page.locator(`a[href*="/customers/${id}"]`);
const access = () => ann.page.getByRole('region', { name: 'Access' });
const audited = (id: string) =>
  console.backend.query<{ action: string; reason: string }>(
    `SELECT action, after->>'reason' AS reason FROM audit_log
      WHERE object_id = $1 AND after->>'reason' IS NOT NULL ORDER BY id`,
    [id],
  );

/** What the browser asks the backend while something is done. */
async function asked(doing: () => Promise<void>): Promise<{ url: string; body: unknown }[]> {
  const seen: { url: string; body: unknown }[] = [];
  const note = (request: { url(): string; postDataJSON(): unknown }) =>
    seen.push({ url: request.url(), body: request.postDataJSON() });
  ann.page.on('request', note);
  await doing();
  ann.page.off('request', note);
  return seen.filter(({ url }) => url.includes('/operations/customers'));
}

describe('finding a customer', () => {
  it('by its id and its tenant, by the keyboard alone', async () => {
    const { page, open } = ann;
    await open('/customers', 'Customers');
    await inspect(ann, 'customers');
    await search(late.customer);
    await page.keyboard.press('Enter');
    await found(late.customer).waitFor();
    expect(new URL(page.url()).search).toBe(`?customer=${late.customer}`);
    expect(await page.getByRole('row').nth(1).innerText()).toMatch(/j•••@example\.com\s+globex\s+pro\s+unpaid/i);
    await inspect(ann, 'customers-found');

    await open('/customers?tenant=acme', 'Customers');
    await found(good.customer).waitFor();
    await found(good.customer).focus();
    await page.keyboard.press('Enter');
    await access().waitFor();
    await page.goBack();
    await found(good.customer).waitFor();
    expect(await page.getByLabel('By').inputValue()).toBe('tenant');
  });

  it('by its mail address, of which only the SHA-256 leaves the browser', async () => {
    const { page, open } = ann;
    await open('/customers', 'Customers');
    await search(' JENNY.rosen@Example.com ');
    const requests = await asked(async () => {
      await page.keyboard.press('Enter');
      await found(late.customer).waitFor();
    });
    const emailSha256 = createHash('sha256').update('jenny.rosen@example.com').digest('hex');
    expect(requests.map(({ body }) => body)).toEqual([{ emailSha256 }]);
    expect(page.url()).toMatch(/\/customers\?by=email$/);
    expect(requests.map(({ url }) => url).join()).not.toMatch(/jenny/i);

    await found(late.customer).click();
    await access().waitFor();
    await page.goBack();
    await found(late.customer).waitFor();
    await page.reload();
    await page.getByRole('search').waitFor();
    expect(await page.content()).not.toMatch(/jenny\.rosen/i);
  });

  it('where the browser makes no digest, by the address itself, in the body alone', async () => {
    const { page, open } = ann;
    await open('/customers', 'Customers');
    await page.evaluate(`Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })`);
    await search('jenny.rosen@example.com');
    const requests = await asked(async () => {
      await page.keyboard.press('Enter');
      await found(late.customer).waitFor();
    });
    expect(requests.map(({ body }) => body)).toEqual([{ email: 'jenny.rosen@example.com' }]);
    expect(requests[0]?.url).toMatch(/\/operations\/customers\/search\?limit=25$/);
    expect(page.url()).not.toContain('jenny');
  });

  it('says when nobody is known', async () => {
    const { page, open, complaints } = ann;
    await open('/customers?customer=cus_nobody', 'Customers');
    await page.getByText('No customer is known by it').waitFor();
    await page.goto(`${console.backend.url}/console/customers/cus_nobody`);
    await page.getByText('There is nothing here.').waitFor();
    // That refunds could not be read is not that there are none.
    await page.route('**/operations/refund-requests*', (route) => route.fulfill({ status: 500 }));
    await open('/customers', 'Customers');
    await page.getByRole('region', { name: 'Refunds in hand' }).getByRole('alert').waitFor();
    await page.unroute('**/operations/refund-requests*');
    complaints.length = 0; // the browser notes the 404 and the 500
  });
});

describe('why it has no access', () => {
  it('is said first, with the way to the invoice that decides', async () => {
    const { page, open } = ann;
    await open(`/customers/${late.customer}`, 'Customer');
    await access().getByRole('heading', { name: 'Has no access' }).waitFor();
    const first = access().getByRole('list', { name: 'Why' }).getByRole('listitem').first();
    expect(await first.innerText()).toMatch(/Denied[\s\S]*is unpaid since[\s\S]*was declined[\s\S]*Have the open/);
    const { access: told } = await pageOf(late.customer);
    const refs = told.because[0]?.refs ?? [];
    const invoice = refs.find(({ type }) => type === 'invoice')?.id ?? '';
    const event = refs.find(({ type }) => type === 'event')?.id ?? '';
    expect(await first.getByRole('link', { name: event }).getAttribute('href')).toBe(`/console/events/${event}`);
    await inspect(ann, 'customer-denied');

    await first.getByRole('link', { name: invoice }).click();
    const row = page.locator('tr', { has: page.locator(`[id="${invoice}"]`) });
    await page.waitForURL((url) => url.hash === `#${invoice}`);
    await row.waitFor();
    expect(await row.innerText()).toMatch(/open\s+\d/);
    expect(
      await page.evaluate(`getComputedStyle(document.getElementById('${invoice}').closest('tr')).backgroundColor`),
    ).not.toBe('rgba(0, 0, 0, 0)');
  });

  it('and what a customer has that has access; and a feature that it has not', async () => {
    const { page, open } = ann;
    await open(`/customers/${good.customer}`, 'Customer');
    await access().getByRole('heading', { name: 'Has access' }).waitFor();
    const entitlements = page.getByRole('region', { name: 'Entitlements' });
    expect(await entitlements.innerText()).toMatch(/audit\s+sso\s+seats at most 5\s+By the plan\./);
    const subscription = page
      .getByRole('table', { name: /^Subscriptions/ })
      .getByRole('row')
      .nth(1);
    expect(await subscription.innerText()).toMatch(/active[\s\S]*pro 29\.00 USD a month[\s\S]*\d{4}-\d\d-\d\d to /);
    expect(await page.getByRole('table', { name: /invoice/ }).innerText()).toMatch(/paid[\s\S]*29\.00 USD/);
    expect(await page.getByRole('table', { name: /payment/ }).innerText()).toMatch(
      /succeeded\s+visa 4242\s+29\.00 USD/,
    );
    await inspect(ann, 'customer-granted');

    await access().getByLabel('Feature').fill('teleport');
    await page.keyboard.press('Enter');
    await access().getByRole('heading', { name: 'May not use teleport' }).waitFor();
    await access().getByText('Plan “pro” does not include “teleport”.').waitFor();
    expect(page.url()).toMatch(/\?feature=teleport$/);
  });

  it('tells what happened, by kinds and as far back as one wants', async () => {
    const { page, open } = ann;
    await open(`/customers/${late.customer}`, 'Customer');
    const timeline = page.getByRole('region', { name: 'Timeline' });
    const entries = timeline.getByRole('list', { name: /What happened/ }).locator(':scope > li');
    await entries.nth(19).waitFor();
    expect(await entries.count()).toBe(20);
    await timeline.getByRole('button', { name: 'Older' }).click();
    await timeline.getByRole('link', { name: 'customer.created' }).waitFor();
    expect(await entries.count()).toBeGreaterThan(20);
    // Of a kind everything, and not what happens to be on the page.
    await open(`/customers/${late.customer}`, 'Customer');
    const ofKind = page.waitForRequest(/\/timeline\?(.*&)?kind=change/);
    await timeline.getByText('Access', { exact: true }).click();
    await ofKind;
    await timeline.getByText(/status\s+(\w+\s+)?unpaid/).waitFor();
    expect(await timeline.getByRole('link', { name: 'customer.created' }).count()).toBe(0);
    await timeline.getByRole('link', { name: /^evt_/ }).first().click();
    await page.getByRole('heading', { name: /^customer\.subscription\./, level: 1 }).waitFor();
  });
});

interface Told {
  readonly access: { readonly because: readonly { readonly refs: readonly { type: string; id: string }[] }[] };
}
const pageOf = async (customer: string): Promise<Told> => {
  const as = await createKey(console.backend, ['operations']);
  return (await call<Told>(console.backend, 'GET', `/operations/customers/${customer}`, { as })).body;
};

describe('putting it right', () => {
  it('a hold is released with a reason', async () => {
    const { page, open } = ann;
    await open(`/customers/${held.customer}`, 'Customer');
    const reason = access().getByRole('listitem').filter({ hasText: 'A dispute holds' });
    await reason.getByRole('link', { name: held.dispute }).waitFor();
    await inspect(ann, 'customer-held');
    await page.getByRole('region', { name: 'Holds' }).getByRole('button', { name: 'Release…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Release the hold' });
    await dialog.getByLabel('Reason').fill('the cardholder called');
    await inspect(ann, 'release-hold');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await page.getByText('It is released.').waitFor();
    await reason.waitFor({ state: 'hidden' });
    expect(await page.getByRole('region', { name: 'Holds' }).count()).toBe(0);
  });

  it('a refund of which Stripe will never tell is released, once somebody says how it ended', async () => {
    const { page, open } = ann;
    const { shop, backend } = console;
    const { accounts } = shop.sandbox.engine;
    const account = accounts.create({ type: 'standard' }).id;
    const { customer, charge } = await pay(shop, 'doubtful', { engine: accounts.get(account) });
    shop.sandbox.deliveries.setHostility({ shuffle: 'whole' });
    shop.sandbox.faults.add({ fault: 'reset', method: 'POST', path: '/v1/refunds', times: 2 });
    const asking = await call<{ request: string }>(backend, 'POST', '/stripe/refunds', {
      as: await createKey(backend, ['refunds']),
      headers: { 'countinghouse-account': account },
      body: { charge, amount: 6_000 },
    });
    shop.sandbox.faults.clear();
    accounts.deauthorize(account);
    await shop.settled();

    await open('/customers', 'Customers');
    const inHand = page.getByRole('region', { name: 'Refunds in hand' });
    await inHand.getByText('Stripe will never tell').waitFor();
    await inspect(ann, 'customers-refunds');
    await inHand.locator(`a[href*="/customers/${customer}"]`).click();
    await page.waitForURL(new RegExp(`/customers/${customer}\\?account=${account}$`));
    const requests = page.getByRole('region', { name: 'Refunds asked for here' });
    await requests.getByRole('button', { name: 'Release…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Release the refund' });
    await dialog.getByLabel('Reason').fill('the owner sees none');
    const release = dialog.getByRole('button', { name: 'Release' });
    expect(await release.isDisabled()).toBe(true);
    await dialog.getByLabel('is not there').check();
    await inspect(ann, 'release-refund');
    await release.click();
    await requests.getByText('not made', { exact: true }).waitFor();
    expect(await audited(asking.body.request)).toEqual([
      { action: 'refund_request.release', reason: 'the owner sees none' },
    ]);
    expect(await requests.getByRole('button', { name: 'Release…' }).count()).toBe(0);
  });

  it('neither is offered to who lacks the scope', async () => {
    const bob = await console.operator(['operations']);
    await bob.open(`/customers/${good.customer}`, 'Customer');
    await bob.page.getByRole('heading', { name: 'Has access' }).waitFor();
    expect(await bob.page.getByRole('button', { name: 'Erase…' }).count()).toBe(0);
    expect(bob.complaints).toEqual([]);
    await bob.page.close();
  });

  it('a customer is erased: what goes is told, and its id typed', async () => {
    const { page, open } = ann;
    await open(`/customers/${late.customer}`, 'Customer');
    await page.getByText('j•••@example.com').waitFor();
    await page.getByRole('button', { name: 'Erase…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Erase the customer/ });
    await dialog.getByText(/^1 subscription goes on at Stripe/).waitFor();
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    await dialog.getByLabel('Reason').fill('ticket 4711');
    await dialog.getByLabel(/^Type .* to confirm$/).fill(good.customer);
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type .* to confirm$/).fill(late.customer);
    await inspect(ann, 'erase');
    await erase.click();
    await page.getByText(/^Erased: /).waitFor();
    await page.getByText('j•••@example.com').waitFor({ state: 'hidden' });
    expect(await audited(late.customer)).toEqual([{ action: 'customer.erase', reason: 'ticket 4711' }]);
    const rows = await console.backend.query('SELECT email, name FROM customers WHERE id = $1', [late.customer]);
    expect(rows).toEqual([{ email: null, name: null }]);

    await page.getByRole('button', { name: 'Erase…' }).click();
    await dialog.getByText(/^erased .*ago|now/).waitFor();
    await page.keyboard.press('Escape');
  });
});
