import { StripeSandbox } from '../../sandbox/sandbox.js';
import { StripeEventRegistry } from '../../src/stripe/stripe-event.registry.js';
import { PINNED_API_VERSION } from '../../src/stripe/pinned-version.js';
import { startBackend } from '../support/backend.js';
import { countinghouseHere } from '../support/countinghouse.js';

const URL = 'https://pay.example/webhooks/stripe';

let sandbox: StripeSandbox;

beforeEach(async () => {
  sandbox = await StripeSandbox.start({ seed: 'endpoint command' });
});
afterEach(() => sandbox.close());

const run = (...args: string[]) =>
  countinghouseHere(['endpoint', ...args], { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url });
const registered = () => sandbox.deliveries.endpoints.all();

it('create registers what is handled, and prints the secret alone', async () => {
  const { code, output, errors } = await run('create', '--url', 'https://pay.example');
  const [endpoint] = registered();
  expect([code, output]).toEqual([0, `${endpoint?.secret}\n`]);
  expect(errors).toContain('STRIPE_WEBHOOK_SECRET');
  expect(errors).not.toContain(endpoint?.secret);
  expect(endpoint).toMatchObject({ url: URL, apiVersion: PINNED_API_VERSION, connect: false });
  const backend = await startBackend();
  const registry = backend.app.get(StripeEventRegistry);
  expect(endpoint?.enabledEvents).toEqual(registry.ownedTypes());
  await backend.close();
});

it('create refuses a second one for the address, and makes one for connected accounts beside it', async () => {
  expect(await run('create', '--url', URL)).toMatchObject({ code: 0 });
  const again = await run('create', '--url', 'https://PAY.example:443/webhooks/stripe/');
  expect(again).toMatchObject({ code: 2, output: '' });
  expect(again.errors).toContain(registered()[0]?.id);
  for (const path of ['api/webhooks/stripe', 'stripe/webhook']) {
    expect(await run('create', '--url', `https://pay.example/${path}`)).toMatchObject({ code: 2, output: '' });
  }
  const connect = await run('create', '--url', URL, '--connect', '--json');
  expect(JSON.parse(connect.output)).toMatchObject({ isConnect: true, secret: registered()[1]?.secret });
  expect(registered()).toMatchObject([{ connect: false }, { connect: true }]);
});

it('create sees what leads here by another path, and not what leads elsewhere', async () => {
  const { id } = sandbox.deliveries.endpoints.add({ url: 'https://pay.example/stripe/webhook' });
  const again = await run('create', '--url', 'https://pay.example');
  expect(again).toMatchObject({ code: 2, output: '' });
  expect(again.errors).toContain(`${id} leads here already, by https://pay.example/stripe/webhook: `);
  expect(await run('create', '--url', 'https://pay.example/staging')).toMatchObject({ code: 0 });
});

it('update shows what changes, adds at once, and takes away only when told', async () => {
  const { id } = sandbox.deliveries.endpoints.add({ url: URL, enabledEvents: ['invoice.paid'] });
  const added = await run('update', '--url', 'https://pay.example');
  expect(added).toMatchObject({ code: 0 });
  expect(added.output).toContain('\n  + customer.created\n');
  expect(added.errors).toContain('API version');
  const all = [...sandbox.deliveries.endpoints.get(id).enabledEvents];
  expect(all.length).toBeGreaterThan(100);
  expect((await run('update', id)).output).toBe(`${id} ${URL}\n  nothing to change\n`);

  sandbox.deliveries.endpoints.update(id, { enabledEvents: [...all, 'topup.created'], disabled: true });
  const refused = await run('update', id);
  expect(refused).toMatchObject({ code: 1, output: `${id} ${URL}\n  - topup.created\n  disabled -> enabled\n` });
  expect(sandbox.deliveries.endpoints.get(id)).toMatchObject({ enabled: false });
  expect(sandbox.deliveries.endpoints.get(id).enabledEvents).toContain('topup.created');

  const done = await run('update', id, '--yes', '--json');
  expect(JSON.parse(done.output)).toEqual({
    id,
    url: URL,
    added: [],
    removed: ['topup.created'],
    enables: true,
    isApplied: true,
  });
  expect(sandbox.deliveries.endpoints.get(id)).toMatchObject({ enabled: true, enabledEvents: all });
});

it('update needs no name where only one may be meant', async () => {
  const { id } = sandbox.deliveries.endpoints.add({ url: URL, enabledEvents: ['invoice.paid'] });
  sandbox.deliveries.endpoints.add({ url: 'https://crm.example/stripe', enabledEvents: ['invoice.paid'] });
  expect((await run('update')).output).toMatch(new RegExp(`^${id} `));
  sandbox.deliveries.endpoints.add({ url: 'https://old.example/webhooks/stripe' });
  expect(await run('update')).toMatchObject({
    code: 1,
    errors: expect.stringMatching(new RegExp(`name one of we_.*\\b${id}\\b`)) as string,
  });
});

it('update of all events takes the star away only when told', async () => {
  const { id } = sandbox.deliveries.endpoints.add({ url: URL });
  expect((await run('update', id)).output).toContain('- * (all that nobody handles)');
  expect(sandbox.deliveries.endpoints.get(id).enabledEvents).toEqual(['*']);
  expect(await run('update', id, '--yes')).toMatchObject({ code: 0 });
  expect(sandbox.deliveries.endpoints.get(id).enabledEvents).not.toContain('*');
});

it('says what there is not, and what Stripe refuses', async () => {
  expect(await run('update', 'we_nobody')).toMatchObject({ code: 2 });
  expect(await run('update')).toMatchObject({ code: 2 });
  expect(await run('create')).toMatchObject({ code: 1, errors: expect.stringContaining('PUBLIC_URL') as string });
  expect(await run('list')).toMatchObject({ code: 0, output: '', errors: 'There are no endpoints.\n' });
  const { id } = sandbox.deliveries.endpoints.add({ url: URL, enabledEvents: ['a.b', 'c.d'], connect: true });
  expect((await run('list')).output).toMatch(new RegExp(`^id .*\\n${id} +enabled +connect +account's +2 +${URL}\\n$`));
  const env = { STRIPE_SECRET_KEY: 'sk_test_not-a-key', STRIPE_API_BASE: sandbox.url };
  const refused = await countinghouseHere(['endpoint', 'list'], env);
  expect([refused.code, refused.output]).toEqual([1, '']);
  expect(refused.errors).toMatch(/^Stripe refuses the key: /);
  expect(refused.errors).not.toContain('not-a-key');
  expect(await countinghouseHere(['endpoint', 'list'])).toMatchObject({
    code: 1,
    errors: expect.stringContaining('STRIPE_SECRET_KEY') as string,
  });
});
