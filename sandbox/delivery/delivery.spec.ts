import { setTimeout as delay } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { freePort } from '../../test/support/free-port.js';
import { signedWebhook } from './signature.js';
import { hash } from '../previous-attributes.js';
import { StripeSandbox } from '../sandbox.js';
import { first } from '../test/first.js';
import { Receiver } from '../test/receiver.js';
import { dataOf } from '../versions/move.js';

const SECRET = 'whsec_test';

describe('webhook delivery', () => {
  let sandbox: StripeSandbox;
  let receiver: Receiver;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'delivery' });
    receiver = await Receiver.start();
    sandbox.deliveries.setHostility({ retry: { firstMs: 2, maxMs: 10 } });
  });

  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  function listen(apiVersion?: string) {
    return sandbox.deliveries.addEndpoint({ url: receiver.url, secret: SECRET, ...(apiVersion && { apiVersion }) });
  }

  function createCustomers(count: number): string[] {
    for (let index = 0; index < count; index += 1) sandbox.engine.customers.create({ name: `Customer ${index}` });
    return sandbox.events.map(({ id }) => id);
  }

  it('posts what Stripe posts, and the SDK verifies it', async () => {
    listen();
    sandbox.engine.customers.create({ name: 'Zoë' });
    await sandbox.deliveries.settled();
    const hook = first(receiver.hooks);
    expect(hook.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    });
    const event = Stripe.webhooks.constructEvent(hook.body, String(hook.headers['stripe-signature']), SECRET);
    expect(event).toEqual({ ...sandbox.events[0], pending_webhooks: 1 });
    expect(hook.body.toString()).toBe(JSON.stringify(event, null, 2));
  });

  it('the signature’s time is the machine’s, not the sandbox’s', async () => {
    listen();
    createCustomers(1);
    await sandbox.deliveries.settled();
    const time = /t=(\d+)/.exec(String(receiver.hooks[0]?.headers['stripe-signature']))?.[1];
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
    expect(Math.abs(Number(time) - sandbox.clock.now())).toBeGreaterThan(1_000);
  });

  it('retries every status but 2xx and does not follow redirects, signing each attempt anew', async () => {
    listen();
    receiver.answers.push(500, 302, 404, 429);
    createCustomers(1);
    await sandbox.deliveries.settled();
    expect(receiver.hooks).toHaveLength(5);
    expect(sandbox.deliveries.statistics()).toMatchObject({
      attempts: 5,
      answered2xx: 1,
      distinctEventsDelivered: 1,
      failures: { 302: 1, 404: 1, 429: 1, 500: 1 },
      outstanding: 0,
    });
  });

  it('gives up an attempt that gets no answer, and tries again', async () => {
    sandbox.deliveries.setHostility({ timeoutMs: 250 });
    listen();
    receiver.answers.push('never');
    createCustomers(1);
    await receiver.taken(1);
    sandbox.deliveries.setHostility({ timeoutMs: 10_000 }); // the one that is answered may take its time
    await sandbox.deliveries.settled();
    const { attempts, failures } = sandbox.deliveries.statistics();
    expect(failures).toEqual({ timeout: attempts - 1 });
    expect(receiver.hooks).toHaveLength(2);
  });

  it('goes on until a receiver that is down comes back', async () => {
    await receiver.close();
    const port = await freePort();
    receiver = await Receiver.start(port);
    listen();
    await receiver.close();
    createCustomers(3);
    await delay(30);
    receiver = await Receiver.start(port);
    await sandbox.deliveries.settled();
    expect(new Set(receiver.ids())).toEqual(new Set(sandbox.events.map(({ id }) => id)));
    expect(sandbox.deliveries.statistics().failures['ECONNREFUSED']).toBeGreaterThan(0);
  });

  it('one at a time and without hostility they come in order, once', async () => {
    sandbox.deliveries.setHostility({ concurrency: 1 });
    listen();
    const ids = createCustomers(20);
    await sandbox.deliveries.settled();
    expect(receiver.ids()).toEqual(ids);
  });

  it('what happens while it is waited for is waited for too', async () => {
    sandbox.deliveries.setHostility({ shuffle: 'whole' });
    listen();
    const letGo = receiver.hold();
    createCustomers(1);
    const all = sandbox.deliveries.settled();
    await receiver.taken(1);
    createCustomers(1);
    letGo();
    await all;
    expect(receiver.ids()).toEqual(sandbox.events.map(({ id }) => id));
  });

  it('runs as many at once as it is told, and no more', async () => {
    sandbox.deliveries.setHostility({ concurrency: 3 });
    const letGo = receiver.hold();
    listen();
    createCustomers(12);
    await receiver.taken(3);
    await delay(50);
    letGo();
    await sandbox.deliveries.settled();
    expect([receiver.mostAtOnce, receiver.hooks.length]).toEqual([3, 12]);
  });

  it('an endpoint gets only what comes after it, in its own version; a removed one nothing more', async () => {
    createCustomers(1);
    const endpoint = listen('2020-08-27');
    sandbox.engine.products.create({ name: 'Plan' });
    await sandbox.deliveries.settled();
    expect(receiver.events()).toMatchObject([{ type: 'product.created', api_version: '2020-08-27' }]);
    receiver.answers.push(500);
    createCustomers(1);
    sandbox.deliveries.endpoints.remove(endpoint.id);
    await sandbox.deliveries.settled();
    expect(receiver.hooks.length).toBeLessThanOrEqual(2);
  });

  it('resends on demand', async () => {
    listen();
    const [id = ''] = createCustomers(1);
    await sandbox.deliveries.settled();
    sandbox.deliveries.resend(id);
    await sandbox.deliveries.settled();
    expect(receiver.ids()).toEqual([id, id]);
  });

  it('the Events API tells which events have not been delivered', async () => {
    sandbox.deliveries.setHostility({ retryClock: 'sandbox' });
    listen();
    receiver.answers.push(500);
    const [id] = createCustomers(1);
    await sandbox.deliveries.settled();
    const read = async (success: boolean) => {
      const url = `${sandbox.url}/v1/events?delivery_success=${success}`;
      const answer = await fetch(url, { headers: { Authorization: `Bearer ${sandbox.apiKey}` } });
      return dataOf(hash(await answer.json())).map((event) => event['id']);
    };
    expect(await read(false)).toEqual([id]);
    sandbox.engine.advance(300);
    await sandbox.deliveries.settled();
    expect([await read(false), await read(true)]).toEqual([[], [id]]);
  });
});

it('tests can sign by themselves', async () => {
  const sandbox = await StripeSandbox.start();
  sandbox.engine.customers.create();
  const event = first(sandbox.events);
  const timestamp = Math.floor(Date.now() / 1000) - 200;
  const { body, headers } = signedWebhook(event, SECRET, { timestamp });
  expect(headers['Stripe-Signature']).toMatch(new RegExp(`^t=${timestamp},v1=[0-9a-f]{64},v0=[0-9a-f]{64}$`));
  expect(Stripe.webhooks.constructEvent(body, headers['Stripe-Signature'], SECRET)).toEqual(event);
  expect(() => Stripe.webhooks.constructEvent(body, headers['Stripe-Signature'], 'whsec_other')).toThrow('signature');
  await sandbox.close();
});
