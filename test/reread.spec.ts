import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { scriptedLifecycle } from '../sandbox/lifecycle.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import type { SandboxEvent } from '../sandbox/objects/event.js';
import { StripeGateway } from '../src/stripe/stripe.gateway.js';
import { startBackend, type Backend } from './support/backend.js';
import { freePort } from './support/free-port.js';
import { differences } from './support/mirror-state.js';
import { post, stripeEvent } from './support/signed-event.js';

let sandbox: StripeSandbox;
let backend: Backend;

beforeEach(async () => {
  sandbox = await StripeSandbox.start({ seed: 11, port: await freePort() });
  backend = await startBackend({ env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url } });
});
afterEach(async () => {
  await backend.close();
  await sandbox.close();
});

const deliver = async (...events: readonly object[]) => {
  for (const event of events) {
    expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
    await backend.settled();
  }
};
const row = async (id: string) =>
  (await backend.query('SELECT name, stripe_event_at, stripe_event_id FROM customers WHERE id = $1', [id]))[0];
const logOf = async ({ id }: { id?: unknown }) =>
  (
    await backend.query('SELECT verdict, reread_count, status FROM stripe_event_log WHERE stripe_event_id = $1', [id])
  )[0];

/** A field that flips and comes back within one second: no rule can tell which state is the last. */
function flip(): { id: string; events: SandboxEvent[] } {
  const { id } = sandbox.engine.customers.create({ name: 'A' });
  sandbox.engine.advance(60);
  const before = sandbox.events.length;
  sandbox.engine.customers.update(id, { name: 'B' });
  sandbox.engine.customers.update(id, { name: 'A' });
  return { id, events: sandbox.events.slice(before) };
}

describe('a state that only Stripe can tell', () => {
  it('is read, and the read wins over the events that it holds, in any order', async () => {
    for (const reversed of [false, true]) {
      const { id, events } = flip();
      await deliver(...(reversed ? events.toReversed() : events));
      expect(await row(id)).toMatchObject({ name: 'A', stripe_event_id: null });
      const verdicts = await Promise.all(events.map(logOf));
      expect(verdicts.some((logged) => logged?.reread_count === 1)).toBe(true);
      expect(verdicts.every((logged) => logged?.status === 'processed')).toBe(true);
    }
  });

  it('yields to what happens after the read, and not to what was before', async () => {
    const { id, events } = flip();
    const created = sandbox.events.find(({ type, data }) => type === 'customer.created' && data.object['id'] === id);
    await deliver(...events);
    await deliver(created ?? {});
    expect(await logOf(created ?? {})).toMatchObject({ verdict: 'superseded' });
    sandbox.engine.advance(1);
    sandbox.engine.customers.update(id, { name: 'C' });
    await deliver(sandbox.events.at(-1) ?? {});
    expect(await row(id)).toMatchObject({ name: 'C', stripe_event_id: sandbox.events.at(-1)?.id });
  });

  it('is read again for an event of the same second as the read', async () => {
    const { id, events } = flip();
    await deliver(...events);
    sandbox.engine.customers.update(id, { name: 'D' }); // the clock still shows the second of the read
    await deliver(sandbox.events.at(-1) ?? {});
    expect(await row(id)).toMatchObject({ name: 'D', stripe_event_id: null });
    expect(await logOf(sandbox.events.at(-1) ?? {})).toMatchObject({ verdict: 'applied', reread_count: 1 });
  });

  it('is applied regardless of the mark when a test clock has run ahead of Stripe', async () => {
    const { id, events } = flip();
    const ahead = events.map((event) => ({ ...event, created: event.created + 86_400 * 365 }));
    await deliver(...ahead);
    const at = new Date((ahead[0]?.created ?? 0) * 1000);
    expect(await row(id)).toMatchObject({ name: 'A', stripe_event_id: null, stripe_event_at: at });
  });

  it('is settled without Stripe when Stripe does not know the object', async () => {
    const object = (name: string) => ({ id: 'cus_unknown', object: 'customer', name });
    const event = (name: string, previous: string) =>
      stripeEvent({ type: 'customer.updated', object: object(name), previous: { name: previous }, id: `evt_${name}` });
    await deliver(event('x', 'y'), event('y', 'x'));
    expect(await row('cus_unknown')).toMatchObject({ name: 'y', stripe_event_id: 'evt_y' });
    expect(await logOf({ id: 'evt_y' })).toMatchObject({ verdict: 'ambiguous' });
  });

  it('is asked for again later while Stripe does not answer', async () => {
    const { id, events } = flip();
    const { port } = sandbox;
    await sandbox.close();
    for (const event of events) expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
    let failed: Record<string, unknown>[] = [];
    while (failed.length === 0) {
      failed = await backend.query(`SELECT * FROM stripe_event_log WHERE error_class = 'transient'`);
    }
    expect(failed).toMatchObject([{ error_class: 'transient', verdict: 'failed' }]);
    sandbox = await StripeSandbox.start({ seed: 11, port });
    sandbox.engine.customers.create({ name: 'A' });
    await backend.settled();
    expect(await row(id)).toMatchObject({ name: 'A', stripe_event_id: null });
  });

  it('is waited for without holding up any other object', async () => {
    const gateway = backend.app.get(StripeGateway);
    const read = gateway.read.bind(gateway);
    let speak = (): void => undefined;
    const silence = new Promise<void>((resolve) => (speak = resolve));
    const asked = jest.spyOn(gateway, 'read').mockImplementation(async (...what) => {
      await silence;
      return read(...what);
    });
    const send = async (event: object) =>
      expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
    const ties = Array.from({ length: 6 }, flip);
    await Promise.all(ties.flatMap(({ events }) => events).map(send));
    while (asked.mock.calls.length === 0) await delay(20);
    await send(stripeEvent({ type: 'product.created', object: { id: 'prod_1', object: 'product' } }));
    while ((await backend.query('SELECT 1 FROM products')).length === 0) await delay(20);
    speak();
    await backend.settled();
    for (const { id } of ties) expect(await row(id)).toMatchObject({ name: 'A', stripe_event_id: null });
  });

  it('is equal to the events where these can be ordered', async () => {
    scriptedLifecycle(sandbox.engine);
    for (const event of sandbox.events.toReversed()) await post(`${backend.url}/webhooks/stripe`, event);
    await backend.settled();
    expect(await differences(backend, sandbox)).toEqual([]);
  });
});
