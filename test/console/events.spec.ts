import { inspect, startConsole, type ConsoleUnderTest, type Operator } from '../support/console.js';
import { post, stripeEvent } from '../support/signed-event.js';

let console: ConsoleUnderTest;
let ann: Operator;

beforeAll(async () => {
  console = await startConsole('events');
  const { shop, backend } = console;
  const { monthly } = shop.sell('pro', 2_900);
  for (const tenant of ['acme', 'globex']) await shop.subscribe(tenant, monthly);
  await post(
    `${backend.url}/webhooks/stripe`,
    stripeEvent({
      id: 'evt_customer',
      type: 'customer.created',
      object: { id: 'cus_jenny', object: 'customer', email: 'jenny@example.com', name: 'Jenny Rosen', metadata: {} },
    }),
  );
  await post(
    `${backend.url}/webhooks/stripe`,
    stripeEvent({
      id: 'evt_renamed',
      type: 'customer.updated',
      created: 1_700_000_060,
      object: { id: 'cus_jenny', object: 'customer', email: 'jenny@example.com', balance: -500, metadata: {} },
      previous: { balance: 0 },
    }),
  );
  const more = Array.from({ length: 30 }, (_, n) =>
    stripeEvent({ type: 'product.created', object: { id: `prod_${n}`, object: 'product', metadata: {} } }),
  );
  await Promise.all(more.map((event) => post(`${backend.url}/webhooks/stripe`, event)));
  await shop.settled();
  ann = await console.operator();
}, 120_000);
afterAll(() => console.close());
afterEach(() => {
  expect(ann.complaints).toEqual([]);
});

const rows = () => ann.page.getByRole('row').count();
const search = () => ann.page.getByRole('button', { name: 'Search' }).click();

describe('searching events', () => {
  it('by what the address says, and the address says what is searched', async () => {
    const { page, open } = ann;
    await open('/events', 'Events');
    await page.getByRole('link', { name: 'evt_customer' }).waitFor();
    await inspect(ann, 'events');
    await page.getByLabel('Type').fill('customer.*');
    await page.getByLabel('Status').selectOption('processed');
    await search();
    await page.waitForURL(/[?&]type=customer\.\*&status=processed$/);
    await page.getByText('invoice.paid').first().waitFor({ state: 'hidden' });
    expect(await page.getByText(/^customer\./).count()).toBeGreaterThan(5);

    await page.getByLabel('Id', { exact: true }).fill('evt_renamed');
    await page.getByLabel('Type').fill('');
    await search();
    await page.waitForURL(/[?&]id=evt_renamed/);
    await page.getByText('1 event', { exact: true }).waitFor();
    expect(await rows()).toBe(2);

    await page.goBack();
    await page.waitForURL(/type=customer/);
    await page.getByText('1 event', { exact: true }).waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Type').inputValue()).toBe('customer.*');
    expect(await page.getByLabel('Status').inputValue()).toBe('processed');
  });

  it('by tenant, by customer, by time; and says when there is none', async () => {
    const { page, open } = ann;
    await open('/events?tenant=acme', 'Events');
    await page.getByText('customer.subscription.created').waitFor();
    const [customer] = await console.backend.query<{ id: string }>(
      `SELECT customer_id AS id FROM subscriptions ORDER BY created_at LIMIT 1`,
    );
    await open(`/events?customer=${customer?.id}&type=invoice.paid`, 'Events');
    await page.getByText('1 event', { exact: true }).waitFor();
    expect(await page.getByLabel('Of', { exact: true }).inputValue()).toBe('customer');

    await open('/events?to=2020-01-01T00:00:00Z', 'Events');
    await page.getByText('No event matches').waitFor();
    expect(await page.getByLabel('To, UTC').inputValue()).toBe('2020-01-01T00:00');
    await inspect(ann, 'events-none');
  });

  it('asked for once more, has what came since', async () => {
    const { page, open } = ann;
    await open('/events?object=cus_again', 'Events');
    await page.getByText('No event matches').waitFor();
    const object = { id: 'cus_again', object: 'customer', metadata: {} };
    await post(
      `${console.backend.url}/webhooks/stripe`,
      stripeEvent({ id: 'evt_again', type: 'customer.created', object }),
    );
    await search();
    await page.getByRole('link', { name: 'evt_again' }).waitFor();
    await open('/customers?customer=cus_later', 'Customers');
    await page.getByText('No customer is known by it').waitFor();
    await post(
      `${console.backend.url}/webhooks/stripe`,
      stripeEvent({ type: 'customer.created', object: { ...object, id: 'cus_later' } }),
    );
    await console.backend.settled();
    await search();
    await page.getByRole('link', { name: 'cus_later' }).waitFor();
  });

  it('says what is wrong with a search', async () => {
    const { page, open, complaints } = ann;
    await open('/events?type=%20!!', 'Events');
    const problem = page.getByRole('alert');
    await problem.waitFor();
    expect(await problem.innerText()).toMatch(
      /The request is invalid\.\n+type must be an event type.*\n+400 invalid_request · /s,
    );
    await inspect(ann, 'events-invalid');
    complaints.length = 0; // the browser notes the 400
  });

  it('page by page', async () => {
    const { page, open } = ann;
    await open('/events', 'Events');
    await page.getByText('50 events', { exact: true }).waitFor();
    const first = (await page.getByRole('row').nth(1).getByRole('link').first().getAttribute('href')) ?? '';
    await page.getByRole('button', { name: 'Next' }).click();
    await page.waitForURL(/cursor=/);
    await page.locator(`a[href="${first}"]`).waitFor({ state: 'hidden' });
    expect(await rows()).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.waitForURL(/events$/);
    await page.locator(`a[href="${first}"]`).waitFor();
  });
});

describe('the story of an event', () => {
  it('tells how it came, what it changed, and what is round it', async () => {
    const { page, open } = ann;
    await open('/events?object=cus_jenny', 'Events');
    await page.getByRole('link', { name: 'evt_renamed' }).click();
    await page.getByRole('heading', { name: 'customer.updated', level: 1 }).waitFor();
    expect(await page.title()).toBe('customer.updated evt_renamed · Countinghouse');
    await page.getByText('It is settled. Nothing is planned.').waitFor();
    const changed = page.getByRole('table', { name: 'What the event changed' });
    expect(await changed.innerText()).toMatch(/customers cus_jenny[\s\S]*balance[\s\S]*-500/);
    const round = page.getByRole('region', { name: 'Other events of the object' });
    await round.getByRole('link', { name: 'customer.created' }).waitFor();
    const stripe = page.getByRole('link', { name: /Stripe’s dashboard/ });
    expect(await stripe.getAttribute('href')).toMatch(/^https:\/\/dashboard\.stripe\.com\/test\/events\/evt_renamed/);
    expect(await stripe.getAttribute('rel')).toBe('noreferrer');
    await inspect(ann, 'event');
    await round.getByRole('link', { name: 'customer.created' }).click();
    await page.getByRole('heading', { name: 'customer.created', level: 1 }).waitFor();
  });

  it('shows the payload masked, and whole to who gives a reason and may', async () => {
    const { page, open } = ann;
    await open('/events/evt_customer', 'customer.created');
    const payload = page.getByLabel('Payload of the event');
    await payload.waitFor();
    expect(await payload.innerText()).toContain('cus_jenny');
    expect(await page.content()).not.toMatch(/jenny@|Jenny/);
    await page.getByRole('button', { name: 'Unmask…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Show it' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('ticket 4711');
    await inspect(ann, 'unmask');
    await dialog.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('jenny@example.com').waitFor();
    await inspect(ann, 'unmasked');
    const audited = await console.backend.query(
      `SELECT object_id, after->>'reason' AS reason FROM audit_log WHERE object_id = 'evt_customer'`,
    );
    expect(audited).toEqual([{ object_id: 'evt_customer', reason: 'ticket 4711' }]);
    await page.getByRole('button', { name: 'Mask again' }).click();
    expect(await page.content()).not.toContain('jenny@');
    await page.reload();
    await payload.waitFor();
    expect(await page.content()).not.toContain('jenny@');
  });

  it('offers no unmasking to who may not', async () => {
    const bob = await console.operator(['operations']);
    await bob.open('/events/evt_customer', 'customer.created');
    await bob.page.getByLabel('Payload of the event').waitFor();
    expect(await bob.page.getByRole('button', { name: 'Unmask…' }).count()).toBe(0);
    expect(bob.complaints).toEqual([]);
  });

  it('that is not there says so', async () => {
    const { page, complaints } = ann;
    await page.goto(`${console.backend.url}/console/events/evt_nowhere`);
    await page.getByText('There is nothing here.').waitFor();
    complaints.length = 0; // the browser notes the 404
  });
});
