import { call, createKey, signJwt } from '../support/api.js';
import { inspect, signIn, startConsole, type ConsoleUnderTest, type Operator } from '../support/console.js';

let console: ConsoleUnderTest;
let ann: Operator;
let made: string;

beforeAll(async () => {
  console = await startConsole('keys');
  ann = await console.operator(['billing', 'operations', 'reports']);
}, 120_000);
afterAll(() => console.close());
afterEach(() => {
  expect(ann.complaints).toEqual([]);
});

const statusOf = async (key: string) => (await call(console.backend, 'GET', '/stripe/plans', { as: key })).status;
const row = (name: string) => ann.page.getByRole('row').filter({ hasText: name });

it('a key is made, by the keyboard alone, and shown this once', async () => {
  const { page, open } = ann;
  await open('/keys', 'API keys');
  await row('ann').waitFor();
  await inspect(ann, 'keys');
  await page.getByRole('button', { name: 'New key…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByLabel('Name').waitFor();
  // No key can give more than its maker has.
  expect(await dialog.getByRole('checkbox').count()).toBe(3);
  const make = dialog.getByRole('button', { name: 'Make the key' });
  expect(await make.isDisabled()).toBe(true);
  await dialog.getByLabel('Name').focus();
  await page.keyboard.type('shop backend');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await dialog.getByLabel('Tenant').fill('acme');
  await dialog.getByLabel('Reason').fill('the new shop');
  await inspect(ann, 'new-key');
  await make.click();

  const note = page.getByRole('status', { name: 'The new key' });
  await note.waitFor();
  made = await note.locator('code').innerText();
  expect(made).toMatch(/^chk_/);
  expect(await row('shop backend').innerText()).toMatch(/billing\s+tenant acme\s+active\s+never\s+in 90 d/);
  expect(await statusOf(made)).toBe(200);
  await inspect(ann, 'keys-made');
  await note.getByRole('button', { name: 'I have it' }).click();
  expect(await page.content()).not.toContain(made);
  await page.reload();
  await row('shop backend').waitFor();
  expect(await page.content()).not.toContain(made);
});

it('what cannot be made says why', async () => {
  const { page, open, complaints } = ann;
  const session = await console.operator(['operations']);
  await session.open('/keys', 'API keys');
  await session.page.getByRole('button', { name: 'New key…' }).click();
  expect(await session.page.getByRole('dialog').getByRole('checkbox').count()).toBe(1);

  await open('/keys', 'API keys');
  await page.getByRole('button', { name: 'New key…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('hidden\u200e');
  await dialog.getByLabel('billing').check();
  await dialog.getByLabel('Reason').fill('a try');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.getByRole('alert').innerText()).toMatch(/name must say something, without control characters/);
  complaints.length = 0; // the browser notes the 400
  await page.keyboard.press('Escape');
});

it('the key is revoked with a reason, and refused from then on', async () => {
  const { page, open } = ann;
  await open('/keys', 'API keys');
  await row('shop backend').getByRole('button', { name: 'Revoke…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke shop backend' });
  await dialog.getByLabel('Reason').fill('it was in a log');
  await inspect(ann, 'revoke');
  await dialog.getByLabel('The keys that it has made too').check();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('shop backend is revoked.').waitFor();
  expect(await statusOf(made)).toBe(401);
  await row('shop backend').waitFor({ state: 'hidden' });
  await page.getByLabel('Revoked and expired ones too').click();
  await row('shop backend').waitFor();
  expect(await row('shop backend').innerText()).toMatch(/revoked/);
  expect(page.url()).toMatch(/\?state=all$/);
  await inspect(ann, 'keys-all');
});

it('the key of one connected account sees what is that account’s', async () => {
  const key = await createKey(console.backend, ['operations'], { name: 'seller', account: 'acct_seller' });
  const session = await console.visitor();
  await session.open('/', 'Sign in');
  await session.page.getByLabel('API key or token').fill(key);
  await session.page.keyboard.press('Enter');
  await session.page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
  await session.open('/keys', 'API keys');
  await session.page.getByRole('row').nth(1).waitFor();
  expect(await session.page.getByRole('row').count()).toBe(2);
  // What tells of all accounts together is not asked for.
  await session.open('/checks', 'Reconcile & verify');
  await session.page.getByText('No event was missed').waitFor();
  await session.open('/customers', 'Customers');
  await session.open('/audit', 'Audit log');
  await session.page.getByRole('cell', { name: 'console_session.create' }).waitFor();
  expect(session.complaints).toEqual([]);
  await session.page.close();
});

it('a user makes keys that end soon, and act for no tenant', async () => {
  const user = await console.visitor();
  const token = await signJwt({ user: 'cher', scopes: ['billing', 'operations', 'payloads', 'reports'] });
  await signIn(user, token);
  await user.open('/keys', 'API keys');
  await user.page.getByRole('button', { name: 'New key…' }).click();
  const dialog = user.page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('for a week of duty');
  expect(await dialog.getByRole('checkbox').count()).toBe(2);
  expect(await dialog.getByLabel('Tenant').count()).toBe(0);
  await dialog.getByRole('checkbox', { name: 'operations' }).check();
  await dialog.getByLabel('Reason').fill('on duty');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await user.page.getByRole('status', { name: 'The new key' }).waitFor();
  expect(user.complaints).toEqual([]);
  await user.page.close();
});

describe('the audit log', () => {
  it('has who made and revoked it, and why', async () => {
    const { page, open } = ann;
    await open('/audit', 'Audit log');
    await page.getByRole('cell', { name: 'api_key.revoke' }).waitFor();
    await inspect(ann, 'audit');
    await page.getByLabel('Action').fill('api_key.*');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?action=api_key\.\*$/);
    await page.getByText('3 entries', { exact: true }).waitFor();
    const entries = await page.getByRole('row').allInnerTexts();
    expect(entries[2]).toMatch(/api_key\.revoke[\s\S]*done[\s\S]*reason\s+it was in a log/);
    expect(entries[3]).toMatch(
      /api_key\.create[\s\S]*reason\s+the new shop[\s\S]*scopes\s+billing[\s\S]*tenant\s+acme/,
    );
    expect(entries.join()).not.toContain(made);
  });

  it('is searched by what changed and when, and page by page', async () => {
    const { page, open, complaints } = ann;
    await open('/audit?to=2020-01-01T00:00:00Z', 'Audit log');
    await page.getByText('No entry matches').waitFor();
    expect(await page.getByLabel('To, UTC').inputValue()).toBe('2020-01-01T00:00');
    await inspect(ann, 'audit-none');

    await console.backend.query(
      `INSERT INTO audit_log (actor_kind, actor_id, account, tenant_id, action, object_type, object_id, before, after)
       SELECT 'key', 'key_' || n, '', NULL, 'customer.assign', 'customer', 'cus_' || n, NULL, '{}' FROM generate_series(1, 60) n`,
    );
    await open('/audit?action=customer.assign', 'Audit log');
    await page.getByText('50 entries', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'cus_60' }).getAttribute('href')).toBe('/console/customers/cus_60');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('10 entries', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('50 entries', { exact: true }).waitFor();

    await open('/audit?action=Refund', 'Audit log');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/action must be an action/);
    complaints.length = 0; // the browser notes the 400
  });
});
