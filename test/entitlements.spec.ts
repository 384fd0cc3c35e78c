import { jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { DatabaseIdentity } from '../src/database/database-identity.js';
import { inTransaction, onCommit } from '../src/database/in-transaction.js';
import { runMigrations } from '../src/database/migrate.js';
import { migrations } from '../src/database/migrations/migrations.js';
import { EntitlementService } from '../src/tenants/entitlement.service.js';
import { TenantRepository } from '../src/tenants/tenant.repository.js';
import { TenantService } from '../src/tenants/tenant.service.js';
import { WorkspaceService } from '../src/tenants/workspace.service.js';
import { EventWorker } from '../src/webhooks/event-worker.js';
import { call, createKey, signJwt } from './support/api.js';
import { SECRET, startBackend, type Backend, type QueueKind } from './support/backend.js';
import { emptyDatabase } from './support/database.js';
import { deliver as send } from './support/deliver.js';
import { inLanes } from './support/in-lanes.js';
import { redisCommand } from './support/redis-command.js';
import { startRedis } from './support/redis.js';
import { post, stripeEvent } from './support/signed-event.js';

type Event = Record<string, unknown>;
type Metadata = Record<string, string>;

const T = 1_750_000_000;
let serial = 0;
const fresh = (prefix: string) => `${prefix}_${(serial += 1)}`;
const later = () => T + (serial += 1);

const product = (id: string, metadata: Metadata, more: Event = {}): Event =>
  stripeEvent({
    type: 'product.updated',
    object: { id, object: 'product', active: true, created: T, metadata, ...more },
    created: later(),
  });

const price = (id: string, of: string, metadata: Metadata = {}, type = 'price.updated'): Event =>
  stripeEvent({ type, object: { id, object: 'price', product: of, created: T, metadata }, created: later() });

const customer = (id: string, tenant: string, account?: string): Event =>
  stripeEvent({
    type: 'customer.updated',
    object: { id, object: 'customer', created: T, metadata: { tenant_id: tenant } },
    created: later(),
    ...(account ? { account } : {}),
  });

interface Item {
  readonly price: string;
  readonly product: string;
  readonly quantity?: number;
}

const subscription = (id: string, customerId: string, items: readonly Item[], status = 'active', more: Event = {}) =>
  stripeEvent({
    type: 'customer.subscription.updated',
    object: {
      id,
      object: 'subscription',
      customer: customerId,
      status,
      created: T,
      metadata: {},
      items: {
        data: items.map((item, n) => ({
          id: `si_${n}_${id}`,
          object: 'subscription_item',
          price: { id: item.price, object: 'price', product: item.product },
          quantity: item.quantity ?? 1,
          current_period_start: T,
          current_period_end: T + 900,
        })),
      },
      ...more,
    },
    created: later(),
  });

const summary = (customerId: string, keys: readonly string[], created = later()): Event =>
  stripeEvent({
    type: 'entitlements.active_entitlement_summary.updated',
    object: {
      object: 'entitlements.active_entitlement_summary',
      customer: customerId,
      entitlements: {
        object: 'list',
        data: keys.map((key) => ({
          id: `ent_${customerId}_${key}`,
          object: 'entitlements.active_entitlement',
          feature: `feat_${key}`,
          lookup_key: key,
        })),
        has_more: false,
        url: `/v1/customer/${customerId}/entitlements`,
      },
    },
    created,
  });

function permutations<X>(items: readonly X[]): X[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

describe.each<QueueKind>(['in process', 'Bull'])('entitlements, queue %s', (queue) => {
  let backend: Backend;
  let entitlements: EntitlementService;

  beforeAll(async () => {
    backend = await startBackend({ queue, env: { DATABASE_POOL_SIZE: '12' } });
    entitlements = backend.app.get(EntitlementService);
  });
  afterAll(() => backend.close());

  const deliver = async (...events: readonly Event[]) => {
    for (const event of events) {
      expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
      await backend.settled();
    }
  };
  const row = async (id: string, account = ''): Promise<Event | undefined> =>
    (await backend.query('SELECT * FROM tenants WHERE id = $1 AND account = $2', [id, account]))[0];
  const history = (id: string) =>
    backend.query<{ before: Event; after: Event; caused_by: string | null }>(
      'SELECT before, after, caused_by FROM tenant_changes WHERE tenant_id = $1 ORDER BY id',
      [id],
    );

  describe('a plan', () => {
    it('is made of the price, else of its product', async () => {
      const [prod, own, plain] = [fresh('prod'), fresh('price'), fresh('price')];
      const metadata = { plan: 'pro', features: ' sso, audit ,,sso', limit_seats: '5', limit_projects: '2', note: '9' };
      await deliver(
        product(prod, metadata),
        price(plain, prod),
        price(own, prod, {
          plan: 'pro-yearly',
          features: 'sso',
          limit_seats: 'Unlimited',
          limit_bad: '-1',
          limit_: '3',
        }),
      );
      const plans = await backend.query('SELECT * FROM price_plans WHERE product_id = $1 ORDER BY price_id', [prod]);
      expect(plans).toEqual(
        [
          {
            account: '',
            price_id: plain,
            product_id: prod,
            plan: 'pro',
            features: ['audit', 'sso'],
            limits: { seats: 5, projects: 2 },
          },
          {
            account: '',
            price_id: own,
            product_id: prod,
            plan: 'pro-yearly',
            features: ['sso'],
            limits: { seats: 'unlimited', projects: 2 },
          },
        ].toSorted((a, b) => (a.price_id < b.price_id ? -1 : 1)),
      );
    });

    it("without metadata goes by the product's id and its marketing features", async () => {
      const [prod, one] = [fresh('prod'), fresh('price')];
      await deliver(price(one, prod));
      const plan = async () =>
        (await backend.query('SELECT plan, features FROM price_plans WHERE price_id = $1', [one]))[0];
      expect(await plan()).toEqual({ plan: prod, features: [] });
      await deliver(product(prod, {}, { marketing_features: [{ name: 'Reports' }, { name: 'API' }] }));
      expect(await plan()).toEqual({ plan: prod, features: ['API', 'Reports'] });
    });

    it('of several items is the first one, with the features of all and the largest limits', async () => {
      const [id, cus, prod, seats, extra] = [fresh('t'), fresh('cus'), fresh('prod'), fresh('price'), fresh('price')];
      await deliver(
        product(prod, { plan: 'team', features: 'sso', limit_seats: '5', limit_files: '7' }),
        price(seats, prod),
        price(extra, prod, { plan: 'addon', features: 'audit', limit_seats: '9', limit_files: 'unlimited' }),
        customer(cus, id),
        subscription(fresh('sub'), cus, [
          { price: seats, product: prod, quantity: 3 },
          { price: extra, product: prod, quantity: 8 },
        ]),
      );
      expect(await row(id)).toMatchObject({
        plan: 'team',
        features: ['audit', 'sso'],
        limits: { seats: 9, files: 'unlimited' },
        quantity: '3',
        entitled_by: 'plan',
      });
    });

    it("of a deleted price is the product's: who has it keeps it", async () => {
      const [id, cus, prod, one] = [fresh('t'), fresh('cus'), fresh('prod'), fresh('price')];
      await deliver(
        product(prod, { plan: 'pro', features: 'sso' }),
        price(one, prod),
        customer(cus, id),
        subscription(fresh('sub'), cus, [{ price: one, product: prod }]),
        price(one, prod, {}, 'price.deleted'),
      );
      expect(await row(id)).toMatchObject({ plan: 'pro', features: ['sso'] });
    });

    it.each([
      ['trialing', ['sso'], 'plan'],
      ['past_due', ['sso'], 'plan'],
      ['unpaid', [], null],
      ['paused', [], null],
      ['incomplete', [], null],
      ['canceled', [], null],
    ])('gives %s: %j', async (status, features, entitledBy) => {
      const [id, cus, prod] = [fresh('t'), fresh('cus'), fresh('prod')];
      await deliver(
        product(prod, { plan: 'pro', features: 'sso', limit_seats: '5' }),
        customer(cus, id),
        subscription(fresh('sub'), cus, [{ price: fresh('price'), product: prod }], status),
      );
      const limits = entitledBy ? { seats: 5 } : {};
      expect(await row(id)).toMatchObject({ plan: 'pro', features, limits, entitled_by: entitledBy });
    });
  });

  it('is the same in every order of arrival, with duplicates', async () => {
    const orders = permutations([0, 1, 2, 3, 4]);
    const lives = orders.map((order) => {
      const n = fresh('');
      const [prod, one, cus, id] = [`prod${n}`, `price${n}`, `cus${n}`, `t${n}`];
      const events = [
        product(prod, { plan: 'pro', features: 'sso', limit_seats: '5' }),
        price(one, prod, { limit_seats: '7' }),
        subscription(`sub${n}`, cus, [{ price: one, product: prod }]),
        customer(cus, id),
        summary(cus, ['audit', 'reports']),
      ];
      return { id, events: order.flatMap((i) => events[i] ?? []) };
    });
    await inLanes(lives, 8, async ({ events }) => {
      for (const event of [...events, ...events.toReversed()]) {
        expect(await send(`${backend.url}/webhooks/stripe`, event)).toBe(200);
      }
    });
    await backend.settled();
    for (const { id } of lives) {
      expect(await row(id)).toMatchObject({
        plan: 'pro',
        features: ['audit', 'reports'],
        limits: { seats: 7 },
        entitled_by: 'stripe',
        subscription_status: 'active',
      });
    }
  }, 240_000);

  describe("Stripe's own word", () => {
    it('counts once it came, also when it is nothing', async () => {
      const [id, cus, prod] = [fresh('t'), fresh('cus'), fresh('prod')];
      await deliver(
        product(prod, { features: 'sso' }),
        customer(cus, id),
        subscription(fresh('sub'), cus, [{ price: fresh('price'), product: prod }]),
      );
      expect(await row(id)).toMatchObject({ features: ['sso'], entitled_by: 'plan' });
      await deliver(summary(cus, ['audit']));
      expect(await row(id)).toMatchObject({ features: ['audit'], entitled_by: 'stripe' });
      await deliver(summary(cus, []));
      expect(await row(id)).toMatchObject({ features: [], entitled_by: 'stripe' });
      expect(await backend.query('SELECT 1 FROM active_entitlements WHERE parent_id = $1', [cus])).toEqual([]);
    });

    it("is that of all of a tenant's customers, and goes with a deleted one", async () => {
      const [id, one, two] = [fresh('t'), fresh('cus'), fresh('cus')];
      await deliver(customer(one, id), customer(two, id), summary(one, ['a', 'b']), summary(two, ['b', 'c']));
      expect(await row(id)).toMatchObject({ features: ['a', 'b', 'c'] });
      await deliver(
        stripeEvent({ type: 'customer.deleted', object: { id: two, object: 'customer' }, created: later() }),
      );
      expect(await row(id)).toMatchObject({ features: ['a', 'b'] });
    });

    it("of another customer than the one whose subscription counts adds to the plan's features, and takes none", async () => {
      for (const strangersFirst of [true, false]) {
        const [id, cus, stranger, prod] = [fresh('t'), fresh('cus'), fresh('cus'), fresh('prod')];
        const theirs = [
          stripeEvent({
            type: 'checkout.session.completed',
            object: { id: fresh('cs'), object: 'checkout.session', customer: stranger, client_reference_id: id },
            created: later(),
          }),
          summary(stranger, ['basic']),
        ];
        const own = [
          product(prod, { features: 'sso' }),
          customer(cus, id),
          subscription(fresh('sub'), cus, [{ price: fresh('price'), product: prod }]),
        ];
        await deliver(...(strangersFirst ? [...theirs, ...own] : [...own, ...theirs]));
        expect(await row(id)).toMatchObject({ customer_id: cus, features: ['basic', 'sso'], entitled_by: 'plan' });
        await deliver(summary(stranger, []));
        expect(await row(id)).toMatchObject({ features: ['sso'], entitled_by: 'plan' });
        await deliver(summary(cus, ['audit']));
        expect(await row(id)).toMatchObject({ features: ['audit'], entitled_by: 'stripe' });
      }
    });

    it('of an older event does not come back', async () => {
      const [id, cus] = [fresh('t'), fresh('cus')];
      const old = summary(cus, ['old']);
      await deliver(customer(cus, id), summary(cus, ['new']), old);
      expect(await row(id)).toMatchObject({ features: ['new'] });
    });

    it('without a key is cut, and says so', async () => {
      const cus = fresh('cus');
      await deliver(summary(cus, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']));
      const whole = await backend.query('SELECT complete FROM active_entitlement_summaries WHERE id = $1', [cus]);
      expect(whole).toEqual([{ complete: true }]);
      const cut = summary(cus, ['a']);
      Object.assign((cut['data'] as { object: { entitlements: Event } }).object.entitlements, { has_more: true });
      await deliver(cut);
      expect(await backend.query('SELECT complete FROM active_entitlement_summaries WHERE id = $1', [cus])).toEqual([
        { complete: false },
      ]);
    });
  });

  describe('a product that changes', () => {
    it('reaches 500 tenants, page by page, each once, and no other', async () => {
      const [prod, other, n] = [fresh('prod'), fresh('prod'), fresh('')];
      await deliver(product(prod, { plan: 'pro', features: 'sso' }), product(other, { plan: 'other' }));
      const all = Array.from({ length: 501 }, (_, i) => i);
      await inLanes(all, 24, async (i) => {
        const item = { price: `price${n}`, product: i === 500 ? other : prod };
        await send(`${backend.url}/webhooks/stripe`, customer(`cus${n}_${i}`, `many${n}_${i}`));
        await send(`${backend.url}/webhooks/stripe`, subscription(`sub${n}_${i}`, `cus${n}_${i}`, [item]));
      });
      await backend.settled(60_000);
      await backend.query('DELETE FROM outbox');
      const known = await history(`many${n}_7`);
      await deliver(product(prod, { plan: 'pro', features: 'sso,audit' }));
      const [count] = await backend.query(
        `SELECT count(*) FILTER (WHERE features = '{audit,sso}')::int AS reached,
                count(*) FILTER (WHERE plan = 'other')::int AS others FROM tenants WHERE id LIKE $1`,
        [`many${n}\\_%`],
      );
      expect(count).toEqual({ reached: 500, others: 1 });
      const pages = await backend.query<{ page: string }>(
        `SELECT payload ->> 'page' AS page FROM outbox WHERE topic = 'tenants' ORDER BY id`,
      );
      expect(pages.map(({ page }) => page)).toEqual(['0', '1', '2']);

      const versions = () =>
        backend.query('SELECT id, version FROM tenants WHERE id LIKE $1 ORDER BY id', [`many${n}\\_%`]);
      const before = await versions();
      await deliver(product(prod, { plan: 'pro', features: 'sso,audit' }, { description: 'nothing of a plan' }));
      expect(await versions()).toEqual(before);
      const changed = [
        {
          before: { features: ['sso'] },
          after: { features: ['audit', 'sso'] },
          caused_by: expect.any(String) as unknown,
        },
      ];
      expect((await history(`many${n}_7`)).slice(known.length)).toMatchObject(changed);
      await deliver(product(prod, { plan: 'max', features: 'sso,audit' }));
      expect((await history(`many${n}_7`)).slice(known.length + 1)).toMatchObject([
        { before: { plan: 'pro' }, after: { plan: 'max' }, caused_by: expect.stringMatching(/^evt_/) as unknown },
      ]);
    }, 240_000);

    it('at the same moment as a new subscription misses nobody', async () => {
      for (let i = 0; i < 20; i += 1) {
        const [id, cus, prod] = [fresh('t'), fresh('cus'), fresh('prod')];
        await deliver(product(prod, { plan: 'old' }), customer(cus, id));
        await Promise.all(
          [
            product(prod, { plan: 'new' }),
            subscription(fresh('sub'), cus, [{ price: fresh('price'), product: prod }]),
          ].map((event) => send(`${backend.url}/webhooks/stripe`, event)),
        );
        await backend.settled();
        expect(await row(id)).toMatchObject({ plan: 'new' });
      }
    }, 180_000);
  });

  it('the history has exactly the real changes, each with its event; replays and duplicates add nothing', async () => {
    const [id, cus, prod, sub] = [fresh('t'), fresh('cus'), fresh('prod'), fresh('sub')];
    const item = (quantity: number) => [{ price: `price_${sub}`, product: prod, quantity }];
    const events = [
      customer(cus, id),
      product(prod, { plan: 'pro', features: 'sso', limit_seats: '5' }),
      subscription(sub, cus, item(1)),
      subscription(sub, cus, item(1), 'active', { description: 'nothing that is remembered' }),
      subscription(sub, cus, item(4)),
      product(prod, { plan: 'pro', features: 'sso,audit', limit_seats: '7' }),
      product(prod, { plan: 'max', features: 'sso,audit', limit_seats: '7' }),
      subscription(sub, cus, item(4), 'past_due'),
      summary(cus, ['x']),
      subscription(sub, cus, item(4), 'canceled'),
    ];
    await deliver(...events);
    const state = {
      plan: 'pro',
      status: 'active',
      quantity: 1,
      current_period_end: '2025-06-15T15:21:40Z',
      customer_id: cus,
      features: ['sso'],
      limits: { seats: 5 },
      entitled_by: 'plan',
    };
    /** What each event changed, by its place above. */
    const steps: (readonly [number, object])[] = [
      [0, { customer_id: cus }],
      [2, state],
      [4, { quantity: 4 }],
      [5, { features: ['audit', 'sso'], limits: { seats: 7 } }],
      [6, { plan: 'max' }],
      [7, { status: 'past_due' }],
      [8, { features: ['x'], entitled_by: 'stripe' }],
      [9, { status: 'canceled', limits: {} }],
    ];
    let before: object = none;
    const changes = steps.map(([n, step]) => {
      const change = { before, after: { ...before, ...step }, caused_by: events[n]?.['id'] };
      before = change.after;
      return change;
    });
    expect(await history(id)).toEqual(changes);
    const known = await row(id);

    await deliver(...events);
    const twins = events.map((event) => ({ ...event, id: `${String(event['id'])}twin` }));
    await deliver(...twins);
    await backend.query(
      `UPDATE stripe_event_log SET status = 'received', next_attempt_at = now() WHERE object_key = ANY($1)`,
      [[cus, prod, sub]],
    );
    backend.app.get(EventWorker).wake();
    await backend.settled();
    expect(await history(id)).toEqual(changes);
    expect(await row(id)).toEqual(known);
  });

  it('two tenants, and two accounts, never touch each other', async () => {
    const [id, prod, one] = [fresh('t'), fresh('prod'), fresh('cus')];
    await deliver(
      product(prod, { plan: 'pro', features: 'sso' }),
      customer(one, id),
      customer(one, id, 'acct_other'),
      subscription(fresh('sub'), one, [{ price: fresh('price'), product: prod }]),
    );
    expect(await row(id)).toMatchObject({ plan: 'pro', features: ['sso'] });
    expect(await row(id, 'acct_other')).toMatchObject({ plan: null, features: [] });
    expect(await entitlements.featuresOf('acct_other', id)).toMatchObject({ features: [], entitledBy: null });
  });

  it('an explicit word wins over every derived one, before and after the customer came, until it is taken back', async () => {
    const tenants = backend.app.get(TenantService);
    const [said, derived, cus, prod] = [fresh('said'), fresh('derived'), fresh('cus'), fresh('prod')];
    await tenants.assign('', cus, said);
    await deliver(
      product(prod, { plan: 'pro', features: 'sso' }),
      customer(cus, derived),
      subscription(fresh('sub'), cus, [{ price: fresh('price'), product: prod }]),
    );
    expect(await entitlements.featuresOf('', said)).toMatchObject({ plan: 'pro', features: ['sso'] });
    expect(await row(derived)).toBeUndefined();
    await tenants.unassign('', cus);
    expect(await entitlements.featuresOf('', said)).toMatchObject({ plan: null, features: [], entitledBy: null });
    expect(await entitlements.featuresOf('', derived)).toMatchObject({ plan: 'pro', features: ['sso'] });
    expect((await history(said)).at(-1)).toMatchObject({ after: none, caused_by: null });
    await expect(tenants.assign('', cus, 'x\0')).rejects.toThrow("The tenant's id is empty, too long, or no text.");
    await expect(tenants.assign('', '', said)).rejects.toThrow("The customer's id");
  });

  it("a workspace has its tenant's plan, in any order, and none when it is detached", async () => {
    const workspaces = backend.app.get(WorkspaceService);
    const [id, cus, prod, space] = [fresh('t'), fresh('cus'), fresh('prod'), fresh('ws')];
    const plan = async () =>
      (await backend.query('SELECT plan, features, limits FROM workspace_plans WHERE id = $1', [space]))[0];
    await workspaces.attach('', space, id);
    expect(await plan()).toEqual({ plan: null, features: [], limits: {} });
    await deliver(
      subscription(fresh('sub'), cus, [{ price: fresh('price'), product: prod }]),
      product(prod, { plan: 'pro', features: 'sso' }),
      customer(cus, id),
    );
    expect(await plan()).toEqual({ plan: 'pro', features: ['sso'], limits: {} });
    expect(await workspaces.tenantOf('', space)).toBe(id);
    await workspaces.attach('', space, fresh('nobody'));
    expect(await plan()).toEqual({ plan: null, features: [], limits: {} });
    await workspaces.detach('', space);
    expect(await plan()).toBeUndefined();
    expect(await workspaces.tenantOf('', space)).toBeNull();
    await expect(workspaces.attach('', '', id)).rejects.toThrow("The workspace's id");
  });

  describe('the cache', () => {
    it('is outdated by each commit: nobody sees an older state than the one committed', async () => {
      const [id, cus, prod, sub] = [fresh('t'), fresh('cus'), fresh('prod'), fresh('sub')];
      expect(await entitlements.featuresOf('', id)).toMatchObject({ version: 0, features: [] });
      await deliver(product(prod, { plan: 'pro', features: 'sso' }), customer(cus, id));
      for (let i = 0; i < 12; i += 1) {
        const status = i % 2 ? 'canceled' : 'active';
        await deliver(subscription(sub, cus, [{ price: `price_${sub}`, product: prod }], status));
        const seen = await entitlements.featuresOf('', id);
        expect(seen).toMatchObject({ status, features: i % 2 ? [] : ['sso'] });
        expect(await entitlements.featuresOf('', id)).toEqual(seen);
      }
      await deliver(product(prod, { plan: 'pro', features: 'sso,audit' }));
      await deliver(subscription(sub, cus, [{ price: `price_${sub}`, product: prod }]));
      expect(await entitlements.featuresOf('', id)).toMatchObject({ features: ['audit', 'sso'] });
    });

    it('answers without the database', async () => {
      const [id, cus] = [fresh('t'), fresh('cus')];
      await deliver(customer(cus, id), summary(cus, ['a']));
      const reads = jest.spyOn(backend.app.get(TenantRepository), 'entitlements');
      // A Redis that takes too long is passed over, and asked again.
      for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
        reads.mockClear();
        expect(await entitlements.featuresOf('', id)).toMatchObject({ features: ['a'] });
        if (reads.mock.calls.length === 0) break;
      }
      expect(reads).not.toHaveBeenCalled();
      reads.mockRestore();
    });

    it('takes what is no id for nobody', async () => {
      for (const id of ['', '\0', 'x'.repeat(600), '\ud800']) {
        expect(await entitlements.featuresOf('', id)).toMatchObject({ version: 0, features: [] });
      }
    });
  });

  describe('the endpoint', () => {
    const get = (path: string, as?: string, headers: Metadata = {}) =>
      call(backend, 'GET', `/stripe/entitlements${path}`, { ...(as === undefined ? {} : { as }), headers });
    const own = async (id: string) => {
      const cus = fresh('cus');
      await deliver(customer(cus, id), summary(cus, [`of ${id}`]));
      return { features: [`of ${id}`], entitledBy: 'stripe', plan: null };
    };

    it('tells a user, and a key of a tenant, what that tenant may use, and of no other whether it is there', async () => {
      const [mine, theirs] = [fresh('t/é'), fresh('t')];
      const expected = await own(mine);
      await own(theirs);
      for (const as of [await signJwt({ tenant: mine }), await createKey(backend, ['billing'], { tenantId: mine })]) {
        for (const path of ['', `/${encodeURIComponent(mine)}`]) {
          const { status, body, headers } = await get(path, as);
          expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
          expect(body).toMatchObject(expected);
        }
        const answers = [await get(`/${theirs}`, as), await get(`/${fresh('unheard_of')}`, as), await get('/%00', as)];
        for (const { status, body } of answers) expect([status, body['code']]).toEqual([404, 'not_found']);
      }
    });

    it('tells a key that is bound to none of every tenant, and of those of a connected account', async () => {
      const id = fresh('t');
      const expected = await own(id);
      const key = await createKey(backend, ['billing']);
      expect((await get(`/${id}`, key)).body).toMatchObject(expected);
      expect((await get('', key, { 'Countinghouse-Tenant': id })).body).toMatchObject(expected);
      expect((await get(`/${fresh('t')}`, key, { 'Countinghouse-Tenant': id })).status).toBe(404);
      const elsewhere = await get(`/${id}`, key, { 'Countinghouse-Account': 'acct_1' });
      expect(elsewhere.body).toMatchObject({ features: [], version: 0 });
      expect(await get('', key)).toMatchObject({ status: 403, body: { code: 'tenant_required' } });
    });

    it('tells nobody else', async () => {
      expect(await get('/t')).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      for (const as of [
        await createKey(backend, ['refunds', 'reports', 'operations']),
        await signJwt({ scopes: [] }),
      ]) {
        for (const path of ['', '/t']) expect((await get(path, as)).status).toBe(403);
      }
      const nobodys = await signJwt({});
      expect([(await get('', nobodys)).status, (await get('/t', nobodys)).status]).toEqual([403, 404]);
    });

    it('is not shaken by a path that is no text', async () => {
      const key = await createKey(backend, ['billing']);
      expect((await get('/%00', key)).status).toBe(200);
      expect((await get('/%E0%A4%A', key)).status).toBe(400);
    });
  });

  it('two live subscriptions of a tenant are told once for each set, in the log, in health, and to the operator', async () => {
    const [id, cus, prod, a, b] = [fresh('t'), fresh('cus'), fresh('prod'), fresh('sub'), fresh('sub')];
    const item = [{ price: fresh('price'), product: prod }];
    const told = async () =>
      backend.query<{ status: string; payload: Event }>(
        `SELECT status, payload FROM outbox WHERE topic = 'notification-log' AND payload ->> 'tenant' = $1 ORDER BY id`,
        [id],
      );
    const reasons = async () => JSON.stringify(await (await fetch(`${backend.url}/health`)).json());
    await deliver(customer(cus, id), subscription(a, cus, item));
    expect(await row(id)).toMatchObject({ live_subscription_ids: [a], several_live_since: null });
    expect(await reasons()).not.toContain('several live');
    await deliver(subscription(b, cus, item));
    const flagged = await row(id);
    expect(flagged).toMatchObject({ live_subscriptions: 2, live_subscription_ids: [a, b].toSorted() });
    expect(flagged?.['several_live_since']).toBeInstanceOf(Date);
    expect(await reasons()).toContain('tenants with several live subscriptions: 1');
    expect(await told()).toMatchObject([
      { status: 'sent', payload: { type: 'tenant.pays_twice', subscriptions: [a, b].toSorted() } },
    ]);
    await deliver(subscription(b, cus, item, 'past_due'), subscription(a, cus, item, 'active', { description: 'x' }));
    expect(await told()).toHaveLength(1);
    expect((await row(id))?.['several_live_since']).toEqual(flagged?.['several_live_since']);
    await deliver(subscription(b, cus, item, 'canceled'));
    expect(await row(id)).toMatchObject({ live_subscriptions: 1, several_live_since: null });
    expect(await reasons()).not.toContain('several live');
    const c = fresh('sub');
    await deliver(subscription(c, cus, item));
    expect(await told()).toHaveLength(2);
    await deliver(subscription(c, cus, item, 'canceled'));
  });
});

const none = {
  plan: null,
  status: null,
  quantity: null,
  current_period_end: null,
  customer_id: null,
  features: [],
  limits: {},
  entitled_by: null,
};

it('tenants of a version without plans are computed after the update', async () => {
  const database = await emptyDatabase();
  const before = migrations.filter(({ name }) => Number(name.slice(-3)) < 10);
  await runMigrations(database.url, undefined, before);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO products (id, stripe_event_at, metadata) VALUES ('prod_1', now(), '{"plan": "pro", "features": "sso"}');
    INSERT INTO subscriptions (id, stripe_event_at, customer_id, status)
    SELECT 'sub_' || n, now(), 'cus_' || n, 'active' FROM generate_series(1, 401) AS n;
    INSERT INTO subscription_items (parent_id, id, price_id, product_id)
    SELECT 'sub_' || n, 'si_' || n, 'price_1', 'prod_1' FROM generate_series(1, 401) AS n;
    INSERT INTO customers (account, id, stripe_event_at, tenant_id)
    SELECT CASE WHEN n > 400 THEN 'acct_1' ELSE '' END, 'cus_' || n, now(), 't_' || n FROM generate_series(1, 401) AS n;
    INSERT INTO tenant_customers (account, customer_id, tenant_id) SELECT account, id, tenant_id FROM customers;
    INSERT INTO tenants (account, id) SELECT account, tenant_id FROM customers`);
  await client.end();
  const backend = await startBackend({ databaseUrl: database.url });
  try {
    await backend.settled(60_000);
    const [count] = await backend.query(
      `SELECT count(*) FILTER (WHERE plan = 'pro' AND features = '{sso}')::int AS computed,
              (SELECT count(*)::int FROM tenant_changes WHERE after ->> 'plan' = 'pro') AS changes,
              (SELECT count(*)::int FROM outbox WHERE topic = 'tenants') AS pages FROM tenants`,
    );
    expect(count).toEqual({ computed: 400, changes: 400, pages: 3 });
  } finally {
    await backend.close();
    await database.drop();
  }
}, 90_000);

describe('with a Stripe to ask', () => {
  let sandbox: StripeSandbox;
  let backend: Backend;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 5 });
    backend = await startBackend({ env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url } });
    sandbox.deliveries.setHostility({ seed: 5, shuffle: 'whole', duplicateProbability: 0.3, concurrency: 8 });
    sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  });
  afterAll(async () => {
    await backend.close();
    await sandbox.close();
  });

  function subscribed(count: number, name: string) {
    const { customers, entitlements, prices, products, subscriptions } = sandbox.engine;
    const { id: sold } = products.create({ name, metadata: { plan: name } });
    for (let n = 0; n < count; n += 1) {
      const feature = entitlements.createFeature({ name: `${name} ${n}`, lookup_key: `${name}_${n}` });
      entitlements.attach(sold, feature.id);
    }
    const recurring = { interval: 'month' } as const;
    const { id: monthly } = prices.create({ currency: 'usd', unit_amount: 900, product: sold, recurring });
    const { id: payer } = customers.create({ payment_method: 'pm_card_visa', metadata: { tenant_id: name } });
    return { payer, subscription: subscriptions.create({ customer: payer, items: [{ price: monthly }] }).id };
  }
  const settled = async () => {
    await sandbox.deliveries.settled();
    await backend.settled();
  };
  const row = async (id: string) => (await backend.query('SELECT * FROM tenants WHERE id = $1', [id]))[0];

  it.each([
    [9, 'nine'],
    [10, 'ten'],
    [135, 'many'],
  ])('all of %i entitlements are here, and gone with the subscription', async (count, name) => {
    const { payer, subscription: sub } = subscribed(count, name);
    await settled();
    const expected = Array.from({ length: count }, (_, n) => `${name}_${n}`).toSorted();
    expect(await row(name)).toMatchObject({ features: expected, entitled_by: 'stripe', plan: name });
    const [logged] = await backend.query<{ rereads: number }>(
      `SELECT sum(reread_count)::int AS rereads FROM stripe_event_log WHERE object_key = $1
        AND event_type LIKE 'entitlements%'`,
      [payer],
    );
    expect((logged?.rereads ?? 0) > 0).toBe(count >= 10);
    sandbox.engine.advance(120);
    sandbox.engine.subscriptions.cancel(sub);
    await settled();
    expect(await row(name)).toMatchObject({ features: [], entitled_by: 'stripe' });
  });

  it('two summaries of one second are decided by a read', async () => {
    const { subscription: sub } = subscribed(2, 'flip');
    sandbox.engine.subscriptions.cancel(sub);
    await settled();
    expect(await row('flip')).toMatchObject({ features: [], entitled_by: 'stripe', subscription_status: 'canceled' });
  });

  it('a customer that Stripe does not know leaves what the snapshot says', async () => {
    const keys = Array.from({ length: 10 }, (_, n) => `key_${n}`);
    expect((await post(`${backend.url}/webhooks/stripe`, summary('cus_unknown', keys))).status).toBe(200);
    await backend.settled();
    const [{ count } = { count: 0 }] = await backend.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM active_entitlements WHERE parent_id = 'cus_unknown'`,
    );
    expect(count).toBe(10);
  });
});

it('without Redis, which was there, the rows answer; and a cache of before it is not older than its time', async () => {
  const redis = await startRedis();
  const backend = await startBackend({ env: { REDIS_URL: redis.url } });
  const [id, cus] = [fresh('t'), fresh('cus')];
  const entitlements = backend.app.get(EntitlementService);
  const features = async () => (await entitlements.featuresOf('', id)).features;
  try {
    for (const event of [customer(cus, id), summary(cus, ['a'])]) await send(`${backend.url}/webhooks/stripe`, event);
    await backend.settled();
    expect(await features()).toEqual(['a']);
    const key = `${backend.app.get(DatabaseIdentity).prefix}:entitlements:/${id}`;
    const until = Date.now() + 20_000;
    while (!(await redisCommand(redis.url, 'GET', key)).includes('"a"') && Date.now() < until) await features();
    const life = Number((await redisCommand(redis.url, 'PTTL', key)).replaceAll(/\D/g, ''));
    expect(life).toBeGreaterThan(10_000);
    expect(life).toBeLessThanOrEqual(30_000);
    await redis.stop();
    await backend.query(`UPDATE tenants SET features = '{by hand}' WHERE id = $1`, [id]);
    const began = Date.now();
    expect(await features()).toEqual(['by hand']);
    expect(Date.now() - began).toBeLessThan(9_000);
  } finally {
    await backend.close();
    await redis.stop();
  }
}, 60_000);

it('what is to follow a commit follows it alone', async () => {
  const backend = await startBackend();
  try {
    const dataSource = backend.app.get(DataSource);
    const seen: string[] = [];
    await inTransaction(dataSource, async (tx) => {
      onCommit(tx, () => seen.push('committed'));
      await tx.query('SELECT 1');
      expect(seen).toEqual([]);
    });
    const failing = inTransaction(dataSource, async (tx) => {
      onCommit(tx, () => seen.push('rolled back'));
      await tx.query('SELECT 1 / 0');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(seen).toEqual(['committed']);
    expect(() => onCommit(dataSource.manager, () => undefined)).toThrow('nothing commits outside a transaction');
  } finally {
    await backend.close();
  }
});
