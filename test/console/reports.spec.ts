import { readFile } from 'node:fs/promises';
import { call, createKey } from '../support/api.js';
import { inspect, startConsole, type ConsoleUnderTest, type Operator } from '../support/console.js';
import { feesRead } from '../support/fees.js';

const DAY = 86_400;
/** The sandbox’s clock begins on 2026-11-02. */
const TIME = 'from=2026-11-01&to=2027-05-01';

let console: ConsoleUnderTest;
let ann: Operator;

beforeAll(async () => {
  console = await startConsole('reports');
  const { shop } = console;
  const { engine } = shop.sandbox;
  const { monthly, yearly } = shop.sell('pro', 2_900);
  const { monthly: small } = shop.sell('basic', 900);
  const euros = engine.prices.create({
    currency: 'eur',
    product: engine.products.create({ name: 'Europe', metadata: { plan: 'europe' } }).id,
    unit_amount: 1_900,
    recurring: { interval: 'month' },
  }).id;
  const subscribe = (price: string, payment_method = 'pm_card_visa') => {
    const customer = engine.customers.create({ payment_method }).id;
    return engine.subscriptions.create({ customer, items: [{ price }], trial_period_days: 0 });
  };
  const subscriptions = [];
  for (let month = 0; month < 5; month += 1) {
    for (const price of [monthly, small, small, month === 2 ? yearly : euros]) subscriptions.push(subscribe(price));
    subscribe(monthly, 'pm_card_chargeCustomerFail');
    const charge = engine
      .state()
      .charges.find(({ paid, refunded, currency }) => paid && !refunded && currency === 'usd');
    if (charge) engine.refunds.create({ charge: charge.id, amount: 500 });
    const leaving = subscriptions[(month - 1) * 4 + 1];
    if (leaving) engine.subscriptions.cancel(leaving.id);
    engine.advance(30 * DAY);
  }
  await shop.settled();
  await feesRead(console.backend); // else the page and the API, asked one after the other, differ
  ann = await console.operator();
}, 120_000);
afterAll(() => console.close());
afterEach(() => {
  expect(ann.complaints).toEqual([]);
});

interface Answer {
  readonly data: readonly Record<string, string | number | null>[];
}
const api = async (path: string): Promise<Answer> => {
  const as = await createKey(console.backend, ['reports']);
  const { status, body } = await call<Answer>(console.backend, 'GET', `/stripe/reports/${path}`, { as });
  expect([path, status]).toEqual([path, 200]);
  return body;
};
const cells = async () => {
  const rows = await ann.page.getByRole('table').getByRole('row').all();
  return Promise.all(rows.slice(1).map((row) => row.getByRole('cell').allInnerTexts()));
};
/** `12,345.67` of minor units. */
const money = (figure: unknown): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: 2 }).format(Number(figure) / 100).replace('-', '−');

it('shows the figures that the API gives, as a table and a picture', async () => {
  const { page, open } = ann;
  await open(`/reports/revenue?${TIME}`, 'Revenue');
  await page.getByRole('table').waitFor();
  const { data } = await api(`revenue?${TIME}`);
  expect(data.length).toBeGreaterThan(8);
  expect(await cells()).toEqual(
    data.map((row) => [
      row['period'],
      String(row['currency']).toUpperCase(),
      String(row['charges']),
      ...['gross', 'refunds', 'disputes', 'fees', 'net'].map((name) => money(row[name])),
      String(row['feesMissing']),
    ]),
  );
  const picture = page.getByRole('img', { name: /^Revenue in USD/ });
  await picture.waitFor();
  expect(await picture.locator('.recharts-bar-rectangle').count()).toBeGreaterThan(8);
  await inspect(ann, 'report-revenue');
  await page.getByLabel('Currency').selectOption('eur');
  await page.getByRole('img', { name: /^Revenue in EUR/ }).waitFor();
});

it('keeps the time from report to report, in the address', async () => {
  const { page, open } = ann;
  await open('/reports', 'Revenue');
  await page.getByLabel('From').fill('2026-11-01');
  await page.getByLabel('To').fill('2027-05-01');
  await page.getByLabel('By').selectOption('week');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/from=2026-11-01&to=2027-05-01&interval=week$/);
  await page.locator('a[href*="interval=week"]', { hasText: 'Movements' }).click(); // links follow the address
  await page.getByRole('heading', { name: 'Movements', level: 1 }).waitFor();
  expect(new URL(page.url()).search).toBe('?from=2026-11-01&to=2027-05-01&interval=week');
  const { data } = await api(`mrr/movements?${TIME}&interval=week`);
  await page
    .getByRole('cell', { name: money(data.at(-1)?.['closing']) })
    .last()
    .waitFor();
  expect(await cells()).toHaveLength(data.length);
});

it.each([
  ['mrr', 'Recurring revenue', 'mrr', 'at=2027-03-01T00:00:00Z'],
  ['movements', 'Movements', 'mrr/movements', TIME],
  ['tie-out', 'Tie-out', 'mrr/tie-out', 'at=2027-03-01T00:00:00Z'],
  ['subscribers', 'Subscribers', 'subscribers', 'at=2027-03-01T00:00:00Z'],
  ['churn', 'Churn', 'churn', TIME],
  ['failed-payments', 'Failed payments', 'failed-payments', TIME],
  ['refunds-and-disputes', 'Refunds & disputes', 'refunds-and-disputes', TIME],
])('%s has a row for each of the API’s', async (slug, title, path, query) => {
  const { page, open } = ann;
  await open(`/reports/${slug}?${query}`, title);
  await page.getByRole('table').waitFor();
  const { data } = await api(`${path}?${query}`);
  expect(data.length).toBeGreaterThan(0);
  expect(await cells()).toHaveLength(data.length);
  if (process.env['SCREENSHOTS'] || slug === 'movements' || slug === 'subscribers')
    await inspect(ann, `report-${slug}`);
});

it('is saved as the CSV that the API writes', async () => {
  const { page, open } = ann;
  await open(`/reports/revenue?${TIME}`, 'Revenue');
  await page.getByRole('table').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('revenue.csv');
  const as = await createKey(console.backend, ['reports']);
  const { body } = await call<string>(console.backend, 'GET', `/stripe/reports/revenue?${TIME}&format=csv`, { as });
  const saved = await readFile(await download.path(), 'utf8');
  // Of another moment, and else the same to the byte.
  const timeless = (csv: string) => csv.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z(?=,\d+,\d+,\d+\r\n)/g, 'now');
  expect(timeless(saved)).toBe(timeless(body));
  expect(saved).toContain('2027-01-01,');
});

it('says when there is nothing, and what is wrong with a time', async () => {
  const { page, open, complaints } = ann;
  await open('/reports/revenue?from=2020-01-01&to=2020-02-01', 'Revenue');
  await page.getByText('Nothing in this time').waitFor();
  expect(await page.getByRole('img', { name: /^Revenue/ }).count()).toBe(0);
  await inspect(ann, 'report-none');
  await open('/reports/revenue?from=2027-01-01&to=2026-01-01', 'Revenue');
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toMatch(/to must be after from/);
  complaints.length = 0; // the browser notes the 400
});

it('is not offered to who may not see it', async () => {
  const bob = await console.operator(['operations']);
  expect(await bob.page.getByRole('link', { name: 'Reports' }).count()).toBe(0);
});
