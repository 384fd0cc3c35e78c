import { call, createKey } from '../support/api.js';
import { inspect, startConsole, type ConsoleUnderTest, type Operator } from '../support/console.js';

let console: ConsoleUnderTest;
let ann: Operator;
let subscription: string;

beforeAll(async () => {
  console = await startConsole('runs');
  const { shop } = console;
  const { monthly } = shop.sell('pro', 2_900);
  ({ subscription } = await shop.subscribe('acme', monthly));
  ann = await console.operator();
}, 120_000);
afterAll(() => console.close());
beforeEach(() => console.shop.sandbox.faults.clear());
afterEach(() => {
  expect(ann.complaints).toEqual([]);
});

const section = (name: string) => ann.page.getByRole('region', { name, exact: true });
const statusOf = async () =>
  (await console.backend.query<{ status: string }>('SELECT status FROM subscriptions WHERE id = $1', [subscription]))[0]
    ?.status;

/** Opens the dialog of one, and asks with a reason. */
async function ask(kind: 'Reconcile' | 'Verify', reason: string, filling: () => Promise<void> = async () => undefined) {
  const { page } = ann;
  await section(kind).getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await filling();
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The row of a run that has ended. */
const ended = (reason: string) =>
  ann.page
    .getByRole('row')
    .filter({ hasText: reason })
    .filter({ hasText: /done|failed/ });

it('before anything was compared', async () => {
  const { page, open } = ann;
  await open('/checks', 'Reconcile & verify');
  await section('Verify').getByText('none is known').waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
  await inspect(ann, 'runs-none');
});

it('reconcile brings what no webhook has brought', async () => {
  const { page, open } = ann;
  const { shop, backend } = console;
  const { engine, deliveries } = shop.sandbox;
  await backend.query(`INSERT INTO reconcile_checkpoints (account, reconciled_to) VALUES ('', to_timestamp($1))`, [
    engine.clock.now() - 3_600,
  ]);
  deliveries.setHostility({ shuffle: 'whole' }); // nothing is delivered until it is waited for
  const customer = engine.customers.create({ metadata: { tenant_id: 'initech' } }).id;
  engine.advance(1_200);
  await open('/checks', 'Reconcile & verify');
  await ask('Reconcile', 'the endpoint was disabled', () => inspect(ann, 'reconcile'));
  await page.getByText('Stripe’s events are being compared with the log.').waitFor();
  const row = ended('the endpoint was disabled');
  await row.waitFor();
  expect(await row.innerText()).toMatch(/reconcile\s+done\s+\d+ events listed, [1-9]\d* missed/);
  const gaps = section('Events that no webhook had brought');
  await gaps.getByText('customer.created').waitFor();
  expect(await gaps.getByRole('row').filter({ hasText: 'customer.created' }).innerText()).toMatch(/missed\s+20 min/);
  await backend.settled();
  expect(await backend.query('SELECT id FROM customers WHERE id = $1', [customer])).toHaveLength(1);
  deliveries.setHostility({ shuffle: 'none' });
  await shop.settled();
});

it('verify finds a row that was changed by hand, and mends it when it is told to', async () => {
  const { page, open } = ann;
  await console.backend.query(`UPDATE subscriptions SET status = 'made_up' WHERE id = $1`, [subscription]);
  await open('/checks', 'Reconcile & verify');
  const dialog = page.getByRole('dialog');
  const differences = section('Rows that are not what Stripe says');
  await ask('Verify', 'a look', () =>
    dialog
      .getByLabel('Type', { exact: true })
      .selectOption('subscription')
      .then(() => undefined),
  );
  await ended('a look').waitFor();
  const row = differences.getByRole('row').filter({ hasText: 'status' });
  await row.waitFor();
  expect(await row.getByRole('link').getAttribute('href')).toBe(`/console/events?object=${subscription}`);
  await section('Verify').getByText('not repaired yet').waitFor();
  expect(await section('Verify').innerText()).toMatch(/Different from Stripe\s+1\s+not repaired yet/);
  expect(await statusOf()).toBe('made_up');
  await inspect(ann, 'runs-different');

  await ask('Verify', 'changed by hand', async () => {
    await dialog.getByLabel('Type', { exact: true }).selectOption('subscription');
    await dialog.getByLabel(/^Rows of each type/).fill('');
    await dialog.getByLabel('Repair').check();
    await inspect(ann, 'verify');
  });
  const repaired = ended('changed by hand');
  await repaired.waitFor();
  expect(await repaired.innerText()).toMatch(/verify\s+done\s+\d+ rows? compared, 1 different, 1 repaired/);
  await row.waitFor({ state: 'hidden' });
  expect(await statusOf()).toBe('active');
  // Nobody repairs a second time because they did so once.
  await section('Verify').getByRole('button').click();
  expect(await dialog.getByLabel('Repair').isChecked()).toBe(false);
  expect(await dialog.getByLabel(/^Rows of each type/).inputValue()).toBe('100');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  const audited = await console.backend.query(
    `SELECT after->>'reason' AS reason, after->>'repair' AS repair FROM audit_log WHERE action = 'verify.run' ORDER BY id`,
  );
  expect(audited).toEqual([
    { reason: 'a look', repair: 'false' },
    { reason: 'changed by hand', repair: 'true' },
  ]);
});

it('shows how far a run is, and lets nobody begin a second one', async () => {
  const { page, open } = ann;
  console.shop.sandbox.faults.add({ fault: 'slow', delayMs: 1_000, probability: 1 });
  await open('/checks', 'Reconcile & verify');
  await ask('Verify', 'everything');
  const verify = section('Verify');
  await verify.getByText(/^compared, now /).waitFor();
  expect(await verify.getByRole('button').isDisabled()).toBe(true);
  await inspect(ann, 'runs-under-way');
  console.shop.sandbox.faults.clear();
  await ended('everything').waitFor();
  await verify.getByText(/^compared, now /).waitFor({ state: 'hidden' });
  expect(await page.getByRole('button', { name: 'Verify…' }).isEnabled()).toBe(true);
});

it('says why one has failed', async () => {
  const { open } = ann;
  console.shop.sandbox.faults.add({ fault: 'unauthorized', probability: 1, path: '/v1/events' });
  await open('/checks', 'Reconcile & verify');
  await ask('Reconcile', 'of no use');
  const row = ended('of no use');
  await row.waitFor();
  expect(await row.innerText()).toMatch(/failed\s+\S.*key/i);
  await section('Reconcile').getByText('Stripe could not be asked.').waitFor();
  await inspect(ann, 'runs-failed');
});

it('without a key there is nobody to ask', async () => {
  const { page, open } = ann;
  const as = await createKey(console.backend, ['operations']);
  const { body } = await call(console.backend, 'GET', '/operations/verify', { as });
  await page.route('**/operations/verify', (route) => route.fulfill({ json: { ...body, isOn: false } }));
  await open('/checks', 'Reconcile & verify');
  await page.getByText('There is no STRIPE_SECRET_KEY').waitFor();
  expect(await page.getByRole('button', { name: /^(Reconcile|Verify)/ }).count()).toBe(0);
  await inspect(ann, 'runs-no-key');
});
