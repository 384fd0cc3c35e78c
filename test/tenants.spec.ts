import { jest } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { Random } from '../sandbox/random.js';
import { DerivedState } from '../src/database/derived-state.js';
import { bindContext, EventContext, type ObjectRead } from '../src/database/event-context.js';
import { inTransaction } from '../src/database/in-transaction.js';
import { StripeEventRegistry } from '../src/stripe/stripe-event.registry.js';
import type { StripeEvent } from '../src/stripe/stripe.types.js';
import { USED } from '../src/tenants/tenant.fan-out.js';
import { TenantService } from '../src/tenants/tenant.service.js';
import { startBackend, type Backend } from './support/backend.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { post, stripeEvent } from './support/signed-event.js';

jest.setTimeout(180_000);

type Event = Record<string, unknown>;

interface TenantRow {
  readonly customer_id: string | null;
  readonly subscription_id: string | null;
  readonly live_subscriptions: number;
  readonly updated_at: Date;
}

const T = 1_750_000_000;
let serial = 0;
/** A name that nothing else in this file has. */
const fresh = (prefix: string) => `${prefix}_${(serial += 1)}`;

/** Each event is a second later than the one made before it, unless it says when it was. */
const at = (fields: { created?: number }) => fields.created ?? T + (serial += 1);

interface Told {
  readonly created?: number;
  readonly metadata?: Record<string, string>;
  readonly account?: string;
}

const customer = (id: string, told: Told & { deleted?: boolean } = {}): Event =>
  stripeEvent({
    type: told.deleted ? 'customer.deleted' : 'customer.updated',
    object: { id, object: 'customer', created: T, metadata: told.metadata ?? {} },
    created: at(told),
    ...(told.account ? { account: told.account } : {}),
  });

interface SubscriptionTold extends Told {
  readonly status?: string;
  /** When the subscription itself began. */
  readonly since?: number;
  readonly quantity?: number;
  readonly description?: string;
}

const subscription = (id: string, customerId: string, told: SubscriptionTold = {}): Event =>
  stripeEvent({
    type: 'customer.subscription.updated',
    object: {
      id,
      object: 'subscription',
      customer: customerId,
      status: told.status ?? 'active',
      created: told.since ?? T,
      description: told.description ?? null,
      metadata: told.metadata ?? {},
      items: {
        data: [
          {
            id: `si_${id}`,
            object: 'subscription_item',
            price: { id: `price_${id}`, object: 'price', product: `prod_${id}` },
            quantity: told.quantity ?? 3,
            current_period_start: T,
            current_period_end: T + 900,
          },
        ],
      },
    },
    created: at(told),
    ...(told.account ? { account: told.account } : {}),
  });

const session = (id: string, customerId: string, told: Told & { reference?: string; since?: number } = {}): Event =>
  stripeEvent({
    type: 'checkout.session.completed',
    object: {
      id,
      object: 'checkout.session',
      status: 'complete',
      created: told.since ?? T,
      customer: customerId,
      client_reference_id: told.reference ?? null,
      metadata: told.metadata ?? {},
    },
    created: at(told),
  });

/** Every order of a short list. */
function permutations<X>(items: readonly X[]): X[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

let database: TestDatabase;
let backend: Backend;
/** On the same rows, with workers of its own: what a second process is to PostgreSQL. */
let other: Backend;

beforeAll(async () => {
  database = await cloneDatabase();
  const env = { DATABASE_POOL_SIZE: '12' };
  backend = await startBackend({ databaseUrl: database.url, env });
  other = await startBackend({ databaseUrl: database.url, env });
});
afterAll(async () => {
  await Promise.all([backend.close(), other.close()]);
  await database.drop();
});

const tenant = async (id: string, account = ''): Promise<TenantRow | undefined> =>
  (await backend.query<TenantRow>('SELECT * FROM tenants WHERE id = $1 AND account = $2', [id, account]))[0];

const deliver = async (...events: Event[]) => {
  for (const event of events) {
    expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
    await backend.settled();
  }
};

describe('a tenant is found', () => {
  it.each([
    ['by client_reference_id', (id: string) => ({ reference: id })],
    ['by metadata.tenant_id', (id: string) => ({ metadata: { tenant_id: id } })],
    ['by metadata.user_id', (id: string) => ({ metadata: { user_id: id } })],
    ['by client_reference_id before metadata', (id: string) => ({ reference: id, metadata: { tenant_id: 'no' } })],
  ])('of a checkout session %s', async (_, link) => {
    const [id, cus, sub] = [fresh('tenant'), fresh('cus'), fresh('sub')];
    await deliver(session(fresh('cs'), cus, link(id)), subscription(sub, cus));
    expect(await tenant(id)).toMatchObject({
      customer_id: cus,
      subscription_id: sub,
      subscription_status: 'active',
      price_id: `price_${sub}`,
      product_id: `prod_${sub}`,
      quantity: '3',
      current_period_end: new Date((T + 900) * 1000),
      live_subscriptions: 1,
    });
    expect(await tenant('no')).toBeUndefined();
  });

  it("by the subscription's metadata, before anything else of the customer has arrived", async () => {
    const [id, cus, sub] = [fresh('tenant'), fresh('cus'), fresh('sub')];
    await deliver(subscription(sub, cus, { metadata: { tenant_id: id } }));
    expect(await tenant(id)).toMatchObject({ customer_id: cus, subscription_id: sub, live_subscriptions: 1 });
    expect(await backend.query('SELECT 1 FROM customers WHERE id = $1', [cus])).toEqual([]);
  });

  it("by the customer's metadata first, whoever else names one, and moves when that changes", async () => {
    const [first, then, named, said] = [fresh('first'), fresh('then'), fresh('named'), fresh('said')];
    const [cus, sub] = [fresh('cus'), fresh('sub')];
    await deliver(
      subscription(sub, cus, { metadata: { tenant_id: said } }),
      session(fresh('cs'), cus, { reference: named }),
      customer(cus, { metadata: { tenant_id: first } }),
    );
    expect(await tenant(first)).toMatchObject({ customer_id: cus, subscription_id: sub, live_subscriptions: 1 });
    for (const former of [named, said]) {
      expect(await tenant(former)).toMatchObject({ customer_id: null, subscription_id: null, live_subscriptions: 0 });
    }
    await deliver(customer(cus, { metadata: { tenant_id: then } }));
    expect(await tenant(first)).toMatchObject({ customer_id: null, subscription_id: null, quantity: null });
    expect(await tenant(then)).toMatchObject({ customer_id: cus, subscription_id: sub, live_subscriptions: 1 });
    await deliver(customer(cus));
    expect(await tenant(then)).toMatchObject({ customer_id: null, live_subscriptions: 0 });
    expect(await tenant(named)).toMatchObject({ customer_id: cus, subscription_id: sub, live_subscriptions: 1 });
  });

  it('by the latest of several sessions', async () => {
    const [old, latest, cus] = [fresh('old'), fresh('latest'), fresh('cus')];
    await deliver(
      subscription(fresh('sub'), cus),
      session(fresh('cs'), cus, { reference: latest, since: T + 2 }),
      session(fresh('cs'), cus, { reference: old, since: T + 1 }),
    );
    expect(await tenant(latest)).toMatchObject({ live_subscriptions: 1 });
    expect((await tenant(old))?.live_subscriptions ?? 0).toBe(0);
  });

  it('when its customer arrives last, and its price never', async () => {
    const [id, cus, sub] = [fresh('tenant'), fresh('cus'), fresh('sub')];
    await deliver(subscription(sub, cus));
    expect(await tenant(id)).toBeUndefined();
    await deliver(customer(cus, { metadata: { tenant_id: id } }));
    const state = { customer_id: cus, subscription_id: sub, price_id: `price_${sub}`, live_subscriptions: 1 };
    expect(await tenant(id)).toMatchObject(state);
    const before = await tenant(id);
    await deliver(
      stripeEvent({ type: 'price.created', object: { id: `price_${sub}`, object: 'price' }, created: at({}) }),
    );
    expect(await backend.query('SELECT 1 FROM prices WHERE id = $1', [`price_${sub}`])).toHaveLength(1);
    expect(await tenant(id)).toEqual(before);
  });

  it('in its own account only', async () => {
    const [id, cus, sub] = [fresh('tenant'), fresh('cus'), fresh('sub')];
    for (const account of ['', 'acct_1']) {
      await deliver(
        customer(cus, { metadata: { tenant_id: id }, account }),
        subscription(account ? `${sub}_theirs` : sub, cus, { account }),
      );
    }
    expect(await tenant(id)).toMatchObject({ subscription_id: sub, live_subscriptions: 1 });
    expect(await tenant(id, 'acct_1')).toMatchObject({ subscription_id: `${sub}_theirs`, live_subscriptions: 1 });
  });

  it('the same by links that arrive in every order', async () => {
    const ends = new Set<string>();
    const orders = permutations([0, 1, 2, 3]);
    for (const order of orders) {
      const suffix = fresh('');
      const [cus, sub] = [`cus${suffix}`, `sub${suffix}`];
      const events = [
        customer(cus, { metadata: { tenant_id: `own${suffix}` }, created: T + 1 }),
        customer(cus, { metadata: {}, created: T + 2 }),
        session(`cs${suffix}`, cus, { reference: `session${suffix}`, created: T + 3 }),
        subscription(sub, cus, { metadata: { tenant_id: `subscription${suffix}` }, created: T + 4 }),
      ];
      await deliver(...order.map((n) => events[n] ?? {}));
      const rows = await backend.query<Event>(
        `SELECT id, customer_id, subscription_id, subscription_status, price_id, quantity, live_subscriptions
           FROM tenants WHERE right(id, length($1)) = $1 AND customer_id IS NOT NULL`,
        [suffix],
      );
      ends.add(JSON.stringify(rows).replaceAll(suffix, ''));
      // Who was the tenant's for a while keeps a row, which says that nothing is his.
      const left = await backend.query(
        `SELECT 1 FROM tenants WHERE right(id, length($1)) = $1 AND customer_id IS NULL
            AND (subscription_id, quantity, live_subscriptions) IS DISTINCT FROM (NULL, NULL, 0)`,
        [suffix],
      );
      expect(left).toEqual([]);
    }
    expect([...ends].map((end) => JSON.parse(end) as unknown)).toEqual([
      [
        {
          id: 'session',
          customer_id: 'cus',
          subscription_id: 'sub',
          subscription_status: 'active',
          price_id: 'price_sub',
          quantity: '3',
          live_subscriptions: 1,
        },
      ],
    ]);
  });
});

describe('the subscription that counts', () => {
  it('is the one with the most access, then the oldest; whatever was paid once and has not ended is counted', async () => {
    const [id, cus] = [fresh('tenant'), fresh('cus')];
    await deliver(customer(cus, { metadata: { tenant_id: id } }));
    const ranks = [
      'incomplete_expired',
      'yet_to_be_invented',
      'incomplete',
      'paused',
      'unpaid',
      'past_due',
      'trialing',
    ];
    let live = 0;
    for (const [n, status] of ranks.entries()) {
      // What counts by its age would be the former, so that the status alone is why this one does.
      await deliver(subscription(`${cus}_${status}`, cus, { status, since: status === 'trialing' ? T + 5 : T - n }));
      if (!status.startsWith('incomplete')) live += 1;
      expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_${status}`, live_subscriptions: live });
    }
    await deliver(subscription(`${cus}_later`, cus, { since: T + 9 }));
    expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_trialing`, live_subscriptions: live + 1 });
    await deliver(subscription(`${cus}_older`, cus, { since: T + 1 }));
    expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_older`, live_subscriptions: live + 2 });
  });

  /** Each customer's word on whose it is, the surest first. Whose subscription is the surest is the oldest last. */
  const linkedBy = (id: string, cus: string): Event[][] => [
    [customer(`${cus}_1`, { metadata: { tenant_id: id } }), session(`${cus}_cs_0`, `${cus}_1`, { reference: id })],
    [session(`${cus}_cs`, `${cus}_2`, { reference: id }), customer(`${cus}_2`)],
    [subscription(`${cus}_sub_3`, `${cus}_3`, { metadata: { tenant_id: id }, since: T + 1 })],
  ];

  it('is the surest of those that give access, in every order of arrival, though it is the newest, and past due', async () => {
    for (const order of permutations([0, 1, 2])) {
      const [id, cus] = [fresh('tenant'), fresh('cus')];
      const links = linkedBy(id, cus);
      const subscriptions = [
        subscription(`${cus}_sub_1`, `${cus}_1`, { since: T + 9, status: 'past_due' }),
        subscription(`${cus}_sub_2`, `${cus}_2`, { since: T + 5 }),
      ];
      for (const n of order) await deliver(...(links[n] ?? []), ...subscriptions.slice(n, n + 1));
      const chosen = { customer_id: `${cus}_1`, subscription_id: `${cus}_sub_1`, live_subscriptions: 3 };
      expect(await tenant(id)).toMatchObject(chosen);
      await deliver(subscription(`${cus}_sub_1`, `${cus}_1`, { since: T + 9, status: 'unpaid' }));
      expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_sub_2`, live_subscriptions: 3 });
      await deliver(subscription(`${cus}_sub_2`, `${cus}_2`, { since: T + 5, status: 'canceled' }));
      expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_sub_3`, live_subscriptions: 2 });
    }
  });

  it("is what the adopter's own code says before anything else, which mends a wrong link", async () => {
    const [id, own, stranger] = [fresh('tenant'), fresh('cus'), fresh('cus')];
    const tenants = backend.app.get(TenantService);
    await deliver(
      session(fresh('cs'), stranger, { reference: id }),
      subscription(`${stranger}_sub`, stranger, { since: T - 100 }),
      session(fresh('cs'), own, { reference: id }),
      subscription(`${own}_sub`, own),
    );
    expect(await tenant(id)).toMatchObject({ subscription_id: `${stranger}_sub`, live_subscriptions: 2 });
    await tenants.assign('', own, id);
    expect(await tenant(id)).toMatchObject({ subscription_id: `${own}_sub`, live_subscriptions: 2 });
    await tenants.assign('', stranger, fresh('nobody'));
    await tenants.unassign('', own);
    expect(await tenant(id)).toMatchObject({ subscription_id: `${own}_sub`, live_subscriptions: 1 });
  });

  it("of a stranger who names the tenant at a Payment Link never takes the tenant's place", async () => {
    for (const [link, reversed] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ] as const) {
      const [id, own, stranger] = [fresh('tenant'), fresh('cus'), fresh('cus')];
      const word = link ? customer(own, { metadata: { tenant_id: id } }) : session(fresh('cs'), own, { reference: id });
      const theirs = [
        session(fresh('cs'), stranger, { reference: id, since: T + 100 }),
        subscription(`${stranger}_sub`, stranger, { since: T + 100 }),
      ];
      const events = [word, subscription(`${own}_sub`, own), ...theirs];
      await deliver(...(reversed ? events.toReversed() : events));
      expect(await tenant(id)).toMatchObject({ subscription_id: `${own}_sub`, customer_id: own });
      await deliver(subscription(`${own}_sub`, own, { status: 'canceled' }));
      expect(await tenant(id)).toMatchObject({ subscription_id: `${stranger}_sub` });
    }
  });

  it('of an upgrade that was bought beside it counts when the old one has ended', async () => {
    const [id, cus, anew] = [fresh('tenant'), fresh('cus'), fresh('cus')];
    const old = (status: string) => subscription(`${cus}_old`, cus, { status });
    const upgrade = (status: string) => subscription(`${cus}_new`, anew, { status, since: T + 50 });
    await deliver(session(fresh('cs'), cus, { reference: id }), session(fresh('cs'), anew, { reference: id }));
    await deliver(old('active'), upgrade('active'));
    expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_old`, live_subscriptions: 2 });
    await deliver(old('canceled'));
    expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_new`, live_subscriptions: 1 });
    await deliver(upgrade('canceled'));
    expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_new`, live_subscriptions: 0 });
  });

  it('stays after its end until another one counts, and takes its count along', async () => {
    const [id, cus, first, second] = [fresh('tenant'), fresh('cus'), fresh('sub'), fresh('sub')];
    await deliver(customer(cus, { metadata: { tenant_id: id } }), subscription(first, cus));
    await deliver(subscription(first, cus, { status: 'canceled' }));
    expect(await tenant(id)).toMatchObject({ subscription_id: first, live_subscriptions: 0 });
    await deliver(subscription(second, cus, { status: 'past_due' }));
    expect(await tenant(id)).toMatchObject({ subscription_id: second, live_subscriptions: 1 });
  });

  it('is of any of its customers', async () => {
    const [id, one, two] = [fresh('tenant'), fresh('cus'), fresh('cus')];
    await deliver(
      subscription(`${one}_sub`, one, { metadata: { tenant_id: id }, status: 'past_due' }),
      subscription(`${two}_sub`, two, { metadata: { tenant_id: id } }),
    );
    expect(await tenant(id)).toMatchObject({
      customer_id: two,
      subscription_id: `${two}_sub`,
      live_subscriptions: 2,
    });
  });

  it('goes with a customer that is deleted, unless another link names the tenant', async () => {
    const [id, linked, cus, kept] = [fresh('tenant'), fresh('linked'), fresh('cus'), fresh('cus')];
    await deliver(
      customer(cus, { metadata: { tenant_id: id } }),
      subscription(`${cus}_sub`, cus),
      customer(kept, { metadata: { tenant_id: linked } }),
      session(fresh('cs'), kept, { reference: linked }),
      subscription(`${kept}_sub`, kept, { status: 'canceled' }),
      customer(cus, { deleted: true }),
      customer(kept, { deleted: true }),
    );
    expect(await tenant(id)).toMatchObject({ customer_id: null, subscription_id: null, live_subscriptions: 0 });
    expect(await tenant(linked)).toMatchObject({ customer_id: kept, subscription_status: 'canceled' });
  });

  it('says when it changed, and only then', async () => {
    const [id, cus, sub] = [fresh('tenant'), fresh('cus'), fresh('sub')];
    await deliver(customer(cus, { metadata: { tenant_id: id } }), subscription(sub, cus));
    const before = await tenant(id);
    await deliver(
      subscription(sub, cus, { description: 'nothing that a tenant has' }),
      customer(cus, { metadata: { tenant_id: id } }),
    );
    expect(await backend.query('SELECT description FROM subscriptions WHERE id = $1', [sub])).toEqual([
      { description: 'nothing that a tenant has' },
    ]);
    expect(await tenant(id)).toEqual(before);
    await deliver(subscription(sub, cus, { quantity: 4 }));
    expect((await tenant(id))?.updated_at.getTime()).toBeGreaterThan(before?.updated_at.getTime() ?? Infinity);
  });
});

/** One transaction of the pipeline's, without the pipeline, which would try again. */
const write = (events: readonly Event[], reads: ReadonlyMap<string, ObjectRead> = new Map()) =>
  inTransaction(backend.app.get(DataSource), async (tx: EntityManager) => {
    const context = new EventContext(false, () => true);
    bindContext(tx, context);
    for (const [id, read] of reads) context.hold({ account: '', id }, read);
    for (const event of events) {
      const parsed: StripeEvent = JSON.parse(JSON.stringify(event));
      await backend.app.get(StripeEventRegistry).ownerOf(parsed.type)?.handle(parsed, tx);
    }
    await backend.app.get(DerivedState).recompute(tx);
  });

/** What `verify --repair-deleted` writes when Stripe knows no such object: the row's tombstone. */
const remove = (event: Event, id: string) => {
  const read = { object: { id, deleted: true }, readAt: new Date((T + 5_000) * 1000), startedAt: '2100-01-01' };
  return write([event], new Map([[id, read]]));
};
const NOTHING_OF_STRIPES = { subscription_id: null, live_subscriptions: 0, plan: null, features: [] };

describe('whom a row named before it changed', () => {
  it("is computed again when a subscription's row becomes a tombstone", async () => {
    for (const status of ['active', 'canceled']) {
      const [id, cus, sub] = [fresh('tenant'), fresh('cus'), fresh('sub')];
      const event = subscription(sub, cus, { status });
      await deliver(customer(cus, { metadata: { tenant_id: id } }), event);
      expect(await tenant(id)).toMatchObject({ subscription_id: sub });
      await remove(event, sub);
      const rows = await backend.query('SELECT customer_id, deleted_at FROM subscriptions WHERE id = $1', [sub]);
      expect(rows).toEqual([{ customer_id: null, deleted_at: new Date((T + 5_000) * 1000) }]);
      expect(await tenant(id)).toMatchObject({ ...NOTHING_OF_STRIPES, customer_id: cus });
    }
  });

  it("is computed again when a checkout session's row becomes a tombstone, and then belongs to nobody", async () => {
    const [id, cus, cs] = [fresh('tenant'), fresh('cus'), fresh('cs')];
    const event = session(cs, cus, { reference: id });
    await deliver(event, subscription(`${cus}_sub`, cus));
    expect(await tenant(id)).toMatchObject({ customer_id: cus, live_subscriptions: 1 });
    await remove(event, cs);
    expect(await tenant(id)).toMatchObject({ ...NOTHING_OF_STRIPES, customer_id: null });
  });

  it('is computed again when it names another one, in one transaction or two', async () => {
    for (const together of [true, false]) {
      const [from, to, one, two, sub] = [fresh('from'), fresh('to'), fresh('cus'), fresh('cus'), fresh('sub')];
      const events = [subscription(sub, one), subscription(sub, two), subscription(sub, two, { quantity: 8 })];
      await write([customer(one, { metadata: { tenant_id: from } }), customer(two, { metadata: { tenant_id: to } })]);
      await write(events.slice(0, 1));
      expect(await tenant(from)).toMatchObject({ subscription_id: sub, live_subscriptions: 1 });
      if (together) await write([...events, subscription(sub, one), subscription(sub, two, { quantity: 8 })]);
      else for (const event of events) await write([event]);
      expect(await tenant(from)).toMatchObject({ ...NOTHING_OF_STRIPES, customer_id: one });
      expect(await tenant(to)).toMatchObject({ subscription_id: sub, live_subscriptions: 1, quantity: '8' });
      // What is older than the row neither moves it back nor counts for anybody.
      await write([{ ...subscription(sub, one), created: T - 1 }]);
      expect(await tenant(from)).toMatchObject(NOTHING_OF_STRIPES);
      expect(await tenant(to)).toMatchObject({ subscription_id: sub });
    }
  });

  it('an ordinary event asks nothing more of the database for it', async () => {
    const [cus, sub] = [fresh('cus'), fresh('sub')];
    await write([subscription(sub, cus)]);
    const query = jest.spyOn(PostgresQueryRunner.prototype, 'query');
    try {
      await write([subscription(sub, cus, { quantity: 5 })]);
      const asked = query.mock.calls.map(([sql]) => sql).filter((sql) => /"subscriptions"/.test(sql));
      expect(asked).toEqual([expect.stringMatching(/^INSERT INTO "subscriptions"/)]);
    } finally {
      query.mockRestore();
    }
  });
});

describe('at the same moment', () => {
  it('two subscriptions of one tenant, delivered to two backends, count as 2', async () => {
    for (let i = 0; i < 20; i += 1) {
      const [id, cus] = [fresh('tenant'), fresh('cus')];
      await deliver(customer(cus, { metadata: { tenant_id: id } }));
      const answers = await Promise.all(
        [backend, other].map(({ url }) => post(`${url}/webhooks/stripe`, subscription(fresh('sub'), cus))),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      await backend.settled();
      expect(await tenant(id)).toMatchObject({ live_subscriptions: 2 });
    }
  });

  const waiting = async (count: number) => {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    for (const deadline = Date.now() + 30_000; (await backend.query(sql)).length < count; await delay(5)) {
      if (Date.now() > deadline) throw new Error(`not even ${count} transactions wait for the row`);
    }
  };

  /**
   * The worst moment there is: both transactions have written their rows and neither sees the other's. They wait for a
   * row that this holds, in this order, and then go on. Whoever computes from what it saw before the wait is wrong.
   */
  async function meet(
    row: string,
    id: string,
    first: readonly Event[],
    second: readonly Event[] | (() => Promise<unknown>),
  ): Promise<void> {
    const gate = new pg.Client({ connectionString: database.url });
    await gate.connect();
    try {
      await gate.query('BEGIN');
      expect((await gate.query(`${row} = $1 FOR UPDATE`, [id])).rowCount).toBe(1);
      const writes: Promise<unknown>[] = [write(first)];
      await waiting(1);
      writes.push(typeof second === 'function' ? second() : write(second));
      await waiting(2);
      await gate.query('COMMIT');
      await Promise.all(writes);
    } finally {
      await gate.end();
    }
  }

  it("two customers of one tenant compute under the lock of the tenant's row", async () => {
    const [id, one, two] = [fresh('tenant'), fresh('cus'), fresh('cus')];
    const metadata = { tenant_id: id };
    await write([customer(one, { metadata }), customer(two, { metadata })]);
    const rows = [subscription(`${one}_sub`, one), subscription(`${two}_sub`, two)] as const;
    await meet('SELECT 1 FROM tenants WHERE id', id, [rows[0]], [rows[1]]);
    expect(await tenant(id)).toMatchObject({ live_subscriptions: 2 });
  });

  it('a tombstone that waits for the row to be there finds whom it names', async () => {
    const [id, cus, sub] = [fresh('tenant'), fresh('cus'), fresh('sub')];
    await write([customer(cus, { metadata: { tenant_id: id } })]);
    const event = subscription(sub, cus);
    await meet('SELECT 1 FROM tenants WHERE id', id, [event], () => remove(event, sub));
    expect(await tenant(id)).toMatchObject(NOTHING_OF_STRIPES);
  });

  it("two links of one customer compute under the lock of the customer's row", async () => {
    const [named, said, cus] = [fresh('named'), fresh('said'), fresh('cus')];
    await write([customer(cus)]);
    await meet(
      'SELECT 1 FROM tenant_customers WHERE customer_id',
      cus,
      [session(fresh('cs'), cus, { reference: named })],
      [subscription(`${cus}_sub`, cus, { metadata: { tenant_id: said } })],
    );
    expect(await tenant(named)).toMatchObject({ subscription_id: `${cus}_sub`, live_subscriptions: 1 });
    expect((await tenant(said))?.subscription_id ?? null).toBeNull();
  });

  it('the first four of a new tenant, of two new customers, all count', async () => {
    for (let i = 0; i < 15; i += 1) {
      const [id, one, two] = [fresh('tenant'), fresh('cus'), fresh('cus')];
      const events = [one, one, two, two].map((cus) =>
        subscription(fresh('sub'), cus, { metadata: { tenant_id: id } }),
      );
      await Promise.all(events.map((event) => write([event])));
      expect(await tenant(id)).toMatchObject({ live_subscriptions: 4 });
    }
  });

  it('300 transactions over the same few customers and tenants end right, none in a deadlock', async () => {
    const random = new Random('storm');
    const numbers = Array.from({ length: 12 }, (_, n) => n);
    const transactions = Array.from({ length: 300 }, () => {
      // In one order, as the dispatcher claims them.
      const hands = [...new Set([0, 1, 2].map(() => random.pick(numbers)))].toSorted((a, b) => a - b);
      const ids = hands.map((n) => `cus_storm_${String(n).padStart(2, '0')}`);
      const move = (id: string) => customer(id, { metadata: { tenant_id: `storm_${random.pick([0, 1, 2, 3])}` } });
      const turn = (id: string) => subscription(`${id}_sub`, id, { status: random.pick(['active', 'canceled']) });
      return [...ids.map(move), ...ids.map(turn)];
    });
    const lanes = Array.from({ length: 8 }, async () => {
      for (let next = transactions.shift(); next; next = transactions.shift()) await write(next);
    });
    await Promise.all(lanes); // a deadlock rejects: nothing here tries again
    const truth = await backend.query(
      `SELECT tenant.id, count(s.id)::int AS live FROM tenants tenant
         LEFT JOIN customers c ON c.tenant_id = tenant.id
         LEFT JOIN subscriptions s ON s.customer_id = c.id AND s.status = 'active'
        WHERE tenant.id LIKE 'storm%' GROUP BY 1 ORDER BY 1`,
    );
    expect(truth).toHaveLength(4);
    expect(
      await backend.query(`SELECT id, live_subscriptions AS live FROM tenants WHERE id LIKE 'storm%' ORDER BY id`),
    ).toEqual(truth);
  });
});

it('is asked by indexes whether a price or product has tenants, where few prices have all items', async () => {
  const own = await cloneDatabase();
  const client = new pg.Client(own.url);
  try {
    await client.connect();
    await client.query(`INSERT INTO subscription_items (account, parent_id, id, price_id, product_id)
                        SELECT '', 'sub_' || n, 'si_' || n, 'price_' || n % 3, 'prod_' || n % 3
                          FROM generate_series(1, 30000) AS n`);
    await client.query('ANALYZE subscription_items');
    const asked = [
      ['', '', '', ''],
      ['price', 'product', 'price', 'product'],
      ['price_1', 'prod_1', 'price_of_nobody', 'prod_of_nobody'],
    ];
    const { rows } = await client.query<{ id: string }>(USED, asked);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(['price_1', 'prod_1']);
    const plan = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${USED}`, asked);
    const lines = plan.rows.map((line) => line['QUERY PLAN']).join('\n');
    expect(lines).toContain('subscription_items_price_id_idx');
    expect(lines).not.toContain('Seq Scan on subscription_items');
  } finally {
    await client.end();
    await own.drop();
  }
});
