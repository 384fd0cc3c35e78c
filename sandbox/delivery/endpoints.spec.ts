import { Stripe } from 'stripe';
import type { SandboxEvent } from '../objects/event.js';
import { StripeSandbox } from '../sandbox.js';
import { first } from '../test/first.js';
import { Receiver } from '../test/receiver.js';

describe('webhook endpoints', () => {
  let sandbox: StripeSandbox;
  let receiver: Receiver;
  let other: Receiver;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'endpoints' });
    [receiver, other] = [await Receiver.start(), await Receiver.start()];
    sandbox.deliveries.setHostility({ retry: { firstMs: 5, maxMs: 5 } });
  });

  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
    await other.close();
  });

  const signatures = (hook: Receiver['hooks'][number]): string[] =>
    String(hook.headers['stripe-signature'])
      .split(',')
      .map((part) => part.split('=')[0] ?? '');

  function verifies(hook: Receiver['hooks'][number], secret: string): boolean {
    try {
      Stripe.webhooks.constructEvent(hook.body, String(hook.headers['stripe-signature']), secret);
      return true;
    } catch {
      return false;
    }
  }

  async function tell(): Promise<Receiver['hooks'][number]> {
    receiver.hooks.length = 0;
    sandbox.engine.products.create({ name: 'Plan' });
    await sandbox.deliveries.settled();
    return first(receiver.hooks);
  }

  it('each gets the types it has enabled, in its own version, signed with its own secret', async () => {
    const all = sandbox.deliveries.addEndpoint({ url: receiver.url, enabledEvents: ['*'] });
    const some = sandbox.deliveries.addEndpoint({
      url: other.url,
      enabledEvents: ['customer.created', 'price.created'],
      apiVersion: '2020-08-27',
    });
    sandbox.deliveries.setHostility({ concurrency: 1 });
    sandbox.engine.products.create({ name: 'Plan' });
    sandbox.engine.customers.create({ name: 'Jenny' });
    await sandbox.deliveries.settled();
    expect(receiver.events().map(({ type }) => type)).toEqual(['product.created', 'customer.created']);
    expect(other.events()).toMatchObject([{ type: 'customer.created', api_version: '2020-08-27' }]);
    expect(verifies(first(other.hooks), some.secret)).toBe(true);
    expect(verifies(first(other.hooks), all.secret)).toBe(false);
  });

  it('events of connected accounts go to Connect endpoints, and only those', async () => {
    sandbox.deliveries.addEndpoint({ url: receiver.url });
    sandbox.deliveries.addEndpoint({ url: other.url, connect: true });
    sandbox.engine.products.create({ name: 'Own' });
    const { id } = sandbox.engine.accounts.create({ type: 'express' });
    sandbox.engine.accounts.get(id).products.create({ name: 'Theirs' });
    await sandbox.deliveries.settled();
    const names = (events: SandboxEvent[]) => events.map(({ data }) => data.object['name']);
    expect(names(receiver.events())).toEqual(['Own']);
    expect(new Set(other.events().map(({ account }) => account))).toEqual(new Set([id]));
    expect(names(other.events())).toContain('Theirs');
    expect(sandbox.events.map(({ id: event }) => sandbox.deliveries.pendingWebhooks(event))).not.toContain(1);
  });

  it('while a secret is rolled both sign; when the time is over only the new one does', async () => {
    const endpoint = sandbox.deliveries.addEndpoint({ url: receiver.url });
    const old = endpoint.secret;
    const fresh = sandbox.deliveries.rollSecret(endpoint, { expiresIn: 3_600 });
    expect(fresh).not.toBe(old);
    const during = await tell();
    expect(signatures(during)).toEqual(['t', 'v1', 'v1', 'v0']);
    expect([verifies(during, old), verifies(during, fresh)]).toEqual([true, true]);
    sandbox.engine.advance(3_600);
    const after = await tell();
    expect(signatures(after)).toEqual(['t', 'v1', 'v0']);
    expect([verifies(after, old), verifies(after, fresh)]).toEqual([false, true]);
    const third = sandbox.deliveries.rollSecret(endpoint);
    const now = await tell();
    expect([verifies(now, fresh), verifies(now, third)]).toEqual([false, true]);
    expect(() => sandbox.deliveries.rollSecret(endpoint, { expiresIn: 86_401 })).toThrow('expiresIn');
  });

  it('a retry is signed with the secrets of its own moment', async () => {
    const endpoint = sandbox.deliveries.addEndpoint({ url: receiver.url });
    sandbox.deliveries.setHostility({ retry: { firstMs: 500, maxMs: 500 } });
    receiver.answers.push(500);
    sandbox.engine.products.create({ name: 'Plan' });
    await receiver.taken(1);
    const fresh = sandbox.deliveries.rollSecret(endpoint);
    await sandbox.deliveries.settled();
    expect(receiver.hooks.map((hook) => verifies(hook, fresh))).toEqual([false, true]);
  });

  it('pending_webhooks counts the endpoints that have not answered yet', async () => {
    sandbox.deliveries.addEndpoint({ url: receiver.url });
    sandbox.deliveries.addEndpoint({ url: other.url });
    sandbox.deliveries.addEndpoint({ url: other.url, enabledEvents: ['customer.created'] });
    other.answers.push(500);
    const letGo = other.hold();
    sandbox.engine.products.create({ name: 'Plan' });
    const { id } = first(sandbox.events);
    while (sandbox.deliveries.pendingWebhooks(id) > 1) await new Promise((resolve) => setTimeout(resolve, 5));
    letGo();
    await sandbox.deliveries.settled();
    expect(other.events().map(({ pending_webhooks: count }) => count)).toEqual([2, 1]);
    expect(sandbox.deliveries.pendingWebhooks(id)).toBe(0);
    const late = sandbox.deliveries.addEndpoint({ url: receiver.url });
    expect(sandbox.deliveries.pendingWebhooks(id)).toBe(0);
    sandbox.deliveries.endpoints.remove(late.id);
  });

  it('who gets an event is decided when it happens, not when it is sent', async () => {
    sandbox.deliveries.setHostility({ shuffle: 'whole' });
    const endpoint = sandbox.deliveries.addEndpoint({ url: receiver.url });
    sandbox.engine.products.create({ name: 'Before' });
    sandbox.deliveries.addEndpoint({ url: other.url });
    sandbox.engine.products.create({ name: 'After' });
    await sandbox.deliveries.settled();
    expect([receiver.hooks.length, other.hooks.length]).toEqual([2, 1]);
    sandbox.engine.products.create({ name: 'Held' });
    sandbox.deliveries.endpoints.remove(endpoint.id);
    await sandbox.deliveries.settled();
    expect([receiver.hooks.length, other.hooks.length]).toEqual([2, 2]);
    expect(sandbox.deliveries.pendingWebhooks(sandbox.events.at(-1)?.id ?? '')).toBe(0);
  });

  it.each([
    [{ url: 'not an address' }, 'Invalid URL'],
    [{ url: 'ftp://127.0.0.1/' }, 'Invalid URL'],
    [{ url: 'http://127.0.0.1/', enabledEvents: [] }, 'At least one event'],
    [{ url: 'http://127.0.0.1/', enabledEvents: ['customer.*'] }, "'customer.*' is not a type"],
  ])('refuses %j', (options, message) => {
    expect(() => sandbox.deliveries.addEndpoint(options)).toThrow(message);
  });
});
