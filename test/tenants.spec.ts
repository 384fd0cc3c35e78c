import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { Random } from '../sandbox/random.js';
import { DerivedState } from '../src/database/derived-state.js';
import { bindContext, EventContext } from '../src/database/event-context.js';
import { inTransaction } from '../src/database/in-transaction.js';
import { StripeEventRegistry } from '../src/stripe/stripe-event.registry.js';
import type { StripeEvent } from '../src/stripe/stripe.types.js';
import { startBackend, type Backend } from './support/backend.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { post, stripeEvent } from './support/signed-event.js';

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
  it('is the one with the most access, then the latest; whatever was paid once and has not ended is counted', async () => {
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
      // Each began before the former, so that its status alone is why it counts.
      await deliver(subscription(`${cus}_${status}`, cus, { status, since: T - n }));
      if (!status.startsWith('incomplete')) live += 1;
      expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_${status}`, live_subscriptions: live });
    }
    await deliver(subscription(`${cus}_later`, cus, { since: T + 9 }));
    expect(await tenant(id)).toMatchObject({ subscription_id: `${cus}_later`, live_subscriptions: live + 1 });
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
  }, 30_000);

  /** One transaction of the pipeline's, without the pipeline, which would try again. */
  const write = (events: readonly Event[]) =>
    inTransaction(backend.app.get(DataSource), async (tx: EntityManager) => {
      bindContext(tx, new EventContext(false, () => true));
      for (const event of events) {
        const parsed: StripeEvent = JSON.parse(JSON.stringify(event));
        await backend.app.get(StripeEventRegistry).ownerOf(parsed.type)?.handle(parsed, tx);
      }
      await backend.app.get(DerivedState).recompute(tx);
    });

  const waiting = async (count: number) => {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    for (const deadline = Date.now() + 5_000; (await backend.query(sql)).length < count; await delay(5)) {
      if (Date.now() > deadline) throw new Error(`not even ${count} transactions wait for the row`);
    }
  };

  /**
   * The worst moment there is: both transactions have written their rows and neither sees the other's. They wait for a
   * row that this holds, in this order, and then go on. Whoever computes from what it saw before the wait is wrong.
   */
  async function meet(row: string, id: string, first: readonly Event[], second: readonly Event[]): Promise<void> {
    const gate = new pg.Client({ connectionString: database.url });
    await gate.connect();
    try {
      await gate.query('BEGIN');
      expect((await gate.query(`${row} = $1 FOR UPDATE`, [id])).rowCount).toBe(1);
      const writes = [write(first)];
      await waiting(1);
      writes.push(write(second));
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
  }, 30_000);
});
