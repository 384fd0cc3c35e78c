import { startBackend, type Backend } from './support/backend.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { post, signatureOf, stripeEvent } from './support/signed-event.js';

const OLD = 'whsec_the_old_one_of_the_endpoint';
const NEW = 'whsec_the_new_one_of_the_endpoint';

let database: TestDatabase;
let backend: Backend;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(() => backend.close());
afterAll(() => database.drop());

const start = async (secrets: string): Promise<void> => {
  backend = await startBackend({ databaseUrl: database.url, env: { STRIPE_WEBHOOK_SECRET: secrets } });
};

let sent = 0;
const body = (): string => {
  sent += 1;
  return JSON.stringify(
    stripeEvent({
      type: 'product.created',
      object: { id: `prod_${sent}`, object: 'product', name: 'x', active: true },
    }),
  );
};

/** As Stripe signs while a secret is rolled: one `v1` for each that lives. */
const deliver = async (payload: string, ...secrets: string[]): Promise<number> => {
  const now = Math.floor(Date.now() / 1000);
  const [first = '', ...others] = secrets.map((secret) => signatureOf(payload, secret, now));
  const signature = [first, ...others.map((header) => header.replace(/^t=\d+,/, ''))].join(',');
  return (await post(`${backend.url}/webhooks/stripe`, payload, { 'stripe-signature': signature })).status;
};

const matches = async (): Promise<Record<string, number>> => {
  const text = await (await fetch(`${backend.url}/metrics`)).text();
  const lines = text.matchAll(/^countinghouse_webhook_secret_matches_total\{.*position="(\d)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, position = '', count]) => [position, Number(count)]));
};

const stored = async (): Promise<number> => {
  const [row] = await backend.query<{ count: number }>('SELECT count(*)::int AS count FROM stripe_event_log');
  return row?.count ?? 0;
};

/** docs/signing-secrets.md, step by step. */
describe('a signing secret that is rolled', () => {
  it('before: the old one alone counts', async () => {
    await start(OLD);
    expect(await deliver(body(), OLD)).toBe(200);
    expect(await deliver(body(), NEW)).toBe(400);
    expect(await matches()).toEqual({ 1: 1 });
  });

  it('while Stripe signs with both, a process that knows the old one only goes on', async () => {
    await start(OLD);
    expect(await deliver(body(), OLD, NEW)).toBe(200);
    expect(await deliver(body(), NEW, OLD)).toBe(200);
  });

  it('with both, the new one in front, either is enough, and it is told which one matches', async () => {
    await start(`${NEW},${OLD}`);
    expect(await deliver(body(), OLD)).toBe(200);
    expect(await matches()).toEqual({ 1: 0, 2: 1 });
    expect(await deliver(body(), NEW)).toBe(200);
    expect(await deliver(body(), NEW, OLD)).toBe(200);
    expect(await matches()).toEqual({ 1: 2, 2: 1 });
  });

  it('after: the old one is refused, and nothing of it is stored', async () => {
    await start(NEW);
    const before = await stored();
    expect(await deliver(body(), OLD)).toBe(400);
    expect(await stored()).toBe(before);
    expect(await deliver(body(), NEW)).toBe(200);
    expect(await stored()).toBe(before + 1);
  });

  it('and what was refused in between is taken when Stripe sends it again, once', async () => {
    const payload = body();
    await start(OLD);
    const before = await stored();
    expect(await deliver(payload, NEW)).toBe(400);
    await backend.close();
    await start(`${NEW},${OLD}`);
    expect(await deliver(payload, NEW)).toBe(200);
    expect(await deliver(payload, NEW)).toBe(200);
    expect(await stored()).toBe(before + 1);
  });
});
