import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { randomLifecycle } from '../sandbox/lifecycle.js';
import type { SandboxEvent } from '../sandbox/objects/event.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { AfterStripeEvent } from '../src/stripe/after-stripe-event.decorator.js';
import type { EventOf } from '../src/stripe/stripe.types.js';
import { deliver } from './support/deliver.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { differences } from './support/mirror-state.js';
import { post } from './support/signed-event.js';
import { thinEvent, thinned } from './support/thin.js';

const followed: string[] = [];

@Injectable()
class Welcome {
  @AfterStripeEvent('customer.created', { key: ({ data }) => data.object.id })
  greet(event: EventOf<'customer.created'>): Promise<void> {
    followed.push(`${event.type} ${event.data.object.id} ${event.data.object.name ?? ''}`);
    return Promise.resolve();
  }
}

@Module({ providers: [Welcome] })
class WelcomeModule {}

let sandbox: StripeSandbox;
let backend: Backend;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 5 });
  backend = await startBackend({
    env: {
      STRIPE_SECRET_KEY: 'sk_test_any',
      STRIPE_API_BASE: sandbox.url,
      REREAD_EVENT_TYPES: 'product.*,price.updated',
    },
    extensions: [WelcomeModule],
  });
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
});

const send = async (event: unknown): Promise<void> => {
  expect(await deliver(`${backend.url}/webhooks/stripe`, event)).toBe(200);
};
const verdictOf = async (id: unknown) =>
  (
    await backend.query('SELECT status, verdict, reread_count FROM stripe_event_log WHERE stripe_event_id = $1', [id])
  )[0];
const rowOf = async (table: string, id: string) =>
  (await backend.query(`SELECT * FROM ${table} WHERE account = '' AND id = $1`, [id]))[0];
const told = (type: string, id: string): SandboxEvent => {
  const event = sandbox.events.findLast((one) => one.type === type && one.data.object['id'] === id);
  if (!event) throw new Error(`the sandbox told of no ${type} of ${id}`);
  return event;
};

/** Kinds that Stripe answers under no address of their own. */
const UNREADABLE = /^discounts /;

it('a whole life told by thin events alone, shuffled and twice, ends in the state of Stripe', async () => {
  randomLifecycle(77, sandbox.engine, { steps: 25, customers: 2 });
  const events = sandbox.events.map(thinned);
  const shuffled = [...events, ...events].toSorted((a, b) =>
    String(a['id']).slice(-4) < String(b['id']).slice(-4) ? 1 : -1,
  );
  expect(new Set(sandbox.events.map(({ type }) => type)).size).toBeGreaterThan(15);
  for (const event of shuffled) await send(event);
  await backend.settled(120_000);
  const found = await differences(backend, sandbox);
  expect(found.filter((line) => !UNREADABLE.test(line))).toEqual([]);
  const open = await backend.query(
    `SELECT event_type, status, verdict, last_error FROM stripe_event_log WHERE status NOT IN ('processed', 'ignored')`,
  );
  expect(open).toEqual([]);
}, 180_000);

it('joins snapshots of the same object in any order', async () => {
  const { id } = sandbox.engine.customers.create({ name: 'first' });
  const created = told('customer.created', id);
  sandbox.engine.customers.update(id, { name: 'second' });
  const updated = told('customer.updated', id);
  await send(thinned(updated));
  await backend.settled();
  expect(await rowOf('customers', id)).toMatchObject({ name: 'second', stripe_event_id: null });
  await send({ ...created, id: `${created.id}_snapshot` });
  await backend.settled();
  expect(await rowOf('customers', id)).toMatchObject({ name: 'second' });
});

it('a deletion is a tombstone, whether Stripe answers with the deleted object or with 404', async () => {
  const customer = sandbox.engine.customers.create({ name: 'leaves' });
  const coupon = sandbox.engine.coupons.create({ percent_off: 10, duration: 'once' });
  await send(thinned(told('customer.created', customer.id)));
  await send(thinned(told('coupon.created', coupon.id)));
  await backend.settled();
  expect(await rowOf('coupons', coupon.id)).toMatchObject({ deleted_at: null });
  sandbox.engine.customers.delete(customer.id);
  sandbox.engine.coupons.delete(coupon.id);
  for (const event of [told('customer.deleted', customer.id), told('coupon.deleted', coupon.id)]) {
    await send(thinned(event));
    await backend.settled();
    expect(await verdictOf(event.id)).toMatchObject({ status: 'processed', verdict: 'applied' });
  }
  expect(await rowOf('customers', customer.id)).toMatchObject({ deleted_at: expect.any(Date), name: null });
  expect(await rowOf('coupons', coupon.id)).toMatchObject({ deleted_at: expect.any(Date) });
});

it('types that only thin events have go to the handler that keeps the object', async () => {
  const { id } = sandbox.engine.customers.create({ name: 'finely told' });
  const related = { id, type: 'customer', url: `/v1/customers/${id}` };
  await send(thinEvent({ id: 'evt_fine', type: 'v1.customer.name_changed', created: 1_750_000_000, related }));
  await backend.settled();
  expect(await rowOf('customers', id)).toMatchObject({ name: 'finely told' });
});

it('followers get the snapshot event, with the object as Stripe has it', async () => {
  const { id } = sandbox.engine.customers.create({ name: 'welcome' });
  await send(thinned(told('customer.created', id)));
  await backend.settled();
  expect(followed).toContain(`customer.created ${id} welcome`);
});

it.each([
  ['nothing', undefined],
  ['an object of a kind that nobody keeps', { id: 'x_1', type: 'v2.core.vault', url: '/v2/x/x_1' }],
  ['an id that is none', { id: '', type: 'customer' }],
  ['an id that is an object', { id: {}, type: 'customer' }],
  ['a type that is none', { id: 'cus_1', type: 5 }],
  ['a list', []],
])('one that names %s is ignored', async (name, related) => {
  const id = `evt_ignored_${name.replaceAll(' ', '_')}`;
  await send(thinEvent({ id, type: 'v1.something.happened', created: 1_750_000_000, related }));
  await backend.settled();
  expect(await verdictOf(id)).toMatchObject({ status: 'ignored', verdict: 'ignored: no_handler', reread_count: 0 });
});

it('one whose object Stripe does not know is stored', async () => {
  const related = { id: 'cus_unknown', type: 'customer', url: '/v1/customers/cus_unknown' };
  await send(thinEvent({ id: 'evt_of_nobody', type: 'v1.customer.updated', created: 1_750_000_000, related }));
  await backend.settled();
  expect(await verdictOf('evt_of_nobody')).toMatchObject({ status: 'processed', verdict: 'stored' });
  expect(await rowOf('customers', 'cus_unknown')).toBeUndefined();
});

it('waits for Stripe without holding up the others, and comes when Stripe is back', async () => {
  const { id } = sandbox.engine.customers.create({ name: 'late' });
  const other = sandbox.engine.customers.create({ name: 'at once' });
  sandbox.faults.add({ fault: 'error', path: '/v1/customers*', probability: 1 });
  await send(thinned(told('customer.created', id)));
  while (sandbox.faults.list()[0]?.struck === 0) await delay(20);
  await send(told('customer.created', other.id));
  while (!(await rowOf('customers', other.id))) await delay(50);
  expect(await rowOf('customers', other.id)).toMatchObject({ name: 'at once' });
  expect(await rowOf('customers', id)).toBeUndefined();
  sandbox.faults.clear();
  await backend.settled();
  expect(await rowOf('customers', id)).toMatchObject({ name: 'late' });
}, 60_000);

describe('REREAD_EVENT_TYPES', () => {
  it('takes the object from Stripe, not from the payload', async () => {
    const product = sandbox.engine.products.create({ name: 'as Stripe has it' });
    const event = told('product.created', product.id);
    await send({ ...event, data: { object: { ...event.data.object, name: 'as the payload has it' } } });
    await backend.settled();
    expect(await rowOf('products', product.id)).toMatchObject({ name: 'as Stripe has it', stripe_event_id: null });
    expect(await verdictOf(event.id)).toMatchObject({ status: 'processed', verdict: 'applied', reread_count: 1 });
  });

  it('leaves other types alone', async () => {
    const { id } = sandbox.engine.customers.create({ name: 'there' });
    const event = told('customer.created', id);
    await send({ ...event, data: { object: { ...event.data.object, name: 'here' } } });
    await backend.settled();
    expect(await rowOf('customers', id)).toMatchObject({ name: 'here', stripe_event_id: event.id });
  });
});

it('without a key a thin event is stored and ignored, and the backend works', async () => {
  const keyless = await startBackend();
  try {
    const related = { id: 'cus_1', type: 'customer', url: '/v1/customers/cus_1' };
    const event = thinEvent({ id: 'evt_thin', type: 'v1.customer.updated', created: 1_750_000_000, related });
    expect((await post(`${keyless.url}/webhooks/stripe`, event)).status).toBe(200);
    await keyless.settled();
    expect(await keyless.query('SELECT status, verdict FROM stripe_event_log')).toEqual([
      { status: 'ignored', verdict: 'ignored: thin' },
    ]);
  } finally {
    await keyless.close();
  }
});

it.each(['org_1', 'acct_1/', 'compartment_x', 'org_1/acct bad', '', 7])(
  'one whose context is %j is stored and ignored, and no row comes of it',
  async (context) => {
    const { id } = sandbox.engine.customers.create({ name: 'whose?' });
    const created = told('customer.created', id);
    await send({ ...thinned(created), context });
    await backend.settled();
    expect(await verdictOf(created.id)).toMatchObject({ status: 'ignored', verdict: 'ignored: unknown_account' });
    expect(await backend.query('SELECT FROM customers WHERE id = $1', [id])).toEqual([]);
  },
);

describe("the own account's id", () => {
  const own = async () =>
    (await backend.query<{ id: string }>('SELECT stripe_account AS id FROM stripe_binding'))[0]?.id;

  it('in a context, alone or in an organization, is the own account', async () => {
    for (const path of ['', 'org_1/']) {
      const { id } = sandbox.engine.customers.create({ name: 'ours' });
      await send({ ...thinned(told('customer.created', id)), context: `${path}${await own()}` });
      await backend.settled();
      expect(await backend.query('SELECT account, name FROM customers WHERE id = $1', [id])).toEqual([
        { account: '', name: 'ours' },
      ]);
    }
  });

  it('in a snapshot is the own account', async () => {
    const { id } = sandbox.engine.customers.create({ name: 'ours' });
    const event = { ...told('customer.created', id), account: await own() };
    await send(event);
    await backend.settled();
    expect(await backend.query('SELECT account, name FROM customers WHERE id = $1', [id])).toEqual([
      { account: '', name: 'ours' },
    ]);
    expect(await backend.query('SELECT account FROM stripe_event_log WHERE stripe_event_id = $1', [event.id])).toEqual([
      { account: '' },
    ]);
  });
});

it('a forged one is refused', async () => {
  const event = thinEvent({ id: 'evt_forged', type: 'v1.customer.updated', created: 1_750_000_000 });
  const { status } = await post(`${backend.url}/webhooks/stripe`, event, { 'stripe-signature': `t=1,v1=${SECRET}` });
  expect(status).toBe(400);
  expect(await verdictOf('evt_forged')).toBeUndefined();
});
