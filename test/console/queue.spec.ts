import { call, createKey } from '../support/api.js';
import { startBackend } from '../support/backend.js';
import { inspect, startConsole, type ConsoleUnderTest } from '../support/console.js';

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await startConsole('queue', { queue: 'Bull' });
}, 120_000);
afterAll(() => console.close());

const MARK = { 'x-countinghouse-console': '1' };

describe('the queue', () => {
  it('is a page of the console, under the same sign-in', async () => {
    const { backend } = console;
    const ann = await console.operator();
    const { page, complaints } = ann;
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByText('stripe-events').first().waitFor();
    expect(page.url()).toBe(`${backend.url}/console/queue`);
    await page.getByText('stripe-events').first().click();
    await page.getByText('Wake-up calls for the workers, without content').waitFor();
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/queue.png` });
    await page.getByText('No latest jobs in this queue.').waitFor();
    await page.locator('header button').last().click();
    await page.getByText('Back to the console').click();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    // Of the board's own scripts some are fetched ahead and not used.
    expect(complaints.filter((text) => !text.includes('was preloaded using link preload'))).toEqual([]);
  });

  it('has a policy as strict as the console’s', async () => {
    const ann = await console.operator();
    const response = await ann.page.goto(`${console.backend.url}/console/queue`);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; style-src 'self'; base-uri 'self'; form-action 'none'",
    );
    const html = (await response?.text()) ?? '';
    expect(html).not.toMatch(/<style|\sstyle=|fonts\.googleapis|<script(?![^>]*( src=|type="application\/json"))/);
  });

  it('without a session leads to the sign-in, and says nothing', async () => {
    const { backend } = console;
    const page = await call(backend, 'GET', '/console/queue/queue/stripe-events');
    expect([page.status, page.headers.get('location')]).toEqual([302, '/console/sign-in']);
    expect((await call(backend, 'GET', '/console/queue/api/queues')).status).toBe(401);
    const { page: tab, open } = await console.visitor();
    await tab.goto(`${backend.url}/console/queue`);
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await open('/', 'Sign in');
  });

  it('is for operators of everything, and to look at', async () => {
    const { backend } = console;
    const ask = (method: string, path: string, as: string) =>
      call(backend, method, `/console/queue/api/${path}`, { as, headers: MARK });
    const key = await createKey(backend, ['operations']);
    expect((await ask('GET', 'queues', key)).status).toBe(200);
    expect((await ask('GET', 'queues', await createKey(backend, ['billing']))).status).toBe(403);
    expect((await ask('GET', 'queues', await createKey(backend, ['operations'], { tenantId: 't_1' }))).status).toBe(
      403,
    );
    expect((await ask('GET', 'queues', await createKey(backend, ['operations'], { account: 'acct_1' }))).status).toBe(
      403,
    );
    const refused = [
      ['PUT', 'queues/stripe-events/obliterate'],
      ['PUT', 'queues/stripe-events/empty'],
      ['PUT', 'queues/stripe-events/pause'],
      ['PUT', 'queues/pause'],
      ['PUT', 'queues/stripe-events/clean/failed'],
      ['PUT', 'queues/stripe-events/1/clean'],
      ['POST', 'queues/stripe-events/add'],
      ['PATCH', 'queues/stripe-events/1/update-data'],
      // An event is run again by a replay, which has a reason and a row in the audit log.
      ['PUT', 'queues/stripe-events/1/retry'],
      ['PUT', 'queues/stripe-events/retry/failed'],
      ['PUT', 'queues/stripe-events/1/promote'],
    ] as const;
    for (const [method, path] of refused) expect([path, (await ask(method, path, key)).status]).toEqual([path, 404]);
    expect((await ask('GET', 'queues', key)).body).toMatchObject({
      queues: [expect.objectContaining({ readOnlyMode: true, allowRetries: false })],
    });
  });
});

it('in the process, the page says so', async () => {
  const alone = await startConsole('no-queue');
  try {
    const ann = await alone.operator();
    await ann.page.getByRole('link', { name: 'Queue' }).click();
    await ann.page.getByText('The queue is in the process').waitFor();
    await inspect(ann, 'queue-in-process');
    expect(ann.complaints).toEqual([]);
    expect((await call(alone.backend, 'GET', '/console/queue/api/queues')).headers.get('content-type')).toMatch(/html/);
  } finally {
    await alone.close();
  }
});

it('a worker has no console', async () => {
  const worker = await startBackend({ queue: 'Bull', env: { ROLE: 'worker' } });
  for (const path of ['', '/session', '/queue', '/assets/index.js']) {
    const { status } = await call(worker, 'GET', `/console${path}`, { headers: MARK });
    expect([path, status]).toEqual([path, 404]);
  }
  await worker.close();
});
