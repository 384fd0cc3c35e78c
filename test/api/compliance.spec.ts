import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Holds } from '../../src/compliance/holds.js';
import { OldRefusals } from '../../src/compliance/refusals/old-refusals.js';
import { TenantService } from '../../src/tenants/tenant.service.js';
import { createKey, signJwt, type CallOptions } from '../support/api.js';
import { withinOneHour } from '../support/same-hour.js';
import { CANCEL, startShop, SUCCESS, type Shop, type Sold } from '../support/shop.js';

interface Rule {
  readonly id: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}
interface Page {
  readonly data: readonly { readonly id: string; readonly [field: string]: unknown }[];
  readonly nextCursor: string | null;
}

let shop: Shop;
let basic: Sold;
let arms: Sold;
let single: string;
let operator: string;

beforeAll(async () => {
  shop = await startShop('compliance', { env: { TRUST_PROXY: 'loopback' } });
  basic = shop.sell('basic', 900);
  arms = shop.sell('arms', 5_000, { category: ' Weapons' });
  const { engine } = shop.sandbox;
  const product = engine.products.create({ name: 'Import', metadata: { plan: 'import' } }).id;
  single = engine.prices.create({ currency: 'usd', product, unit_amount: 5_000 }).id;
  operator = await createKey(shop.backend, ['operations']);
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.backend.query('DELETE FROM compliance_rules'));

let tenants = 0;
const newTenant = () => `held_${(tenants += 1)}`;

const open = (tenant: string, body: object = {}, options: CallOptions = {}) =>
  shop.ask<{ id: string; code?: string; requestId: string }>('POST', '/stripe/checkout/sessions', {
    ...options,
    ...(options.as === undefined ? { tenant } : {}),
    body: { price: single, successUrl: SUCCESS, cancelUrl: CANCEL, ...body },
  });
const outcome = async (tenant: string, body: object = {}) => {
  const answer = await open(tenant, body);
  return answer.body.code ?? answer.status;
};
const operate = <Body = Rule>(method: string, path: string, body?: object, options: CallOptions = {}) =>
  shop.ask<Body>(method, `/stripe/compliance/${path}`, { as: operator, ...(body ? { body } : {}), ...options });
const addRule = (body: object, options: CallOptions = {}) =>
  operate('POST', 'rules', { reason: 'Licence needed, says Ann', ...body }, options);
const endRule = (id: string) => operate('POST', `rules/${id}/end`, { reason: 'shown' });
const refusals = async (query = '') => (await operate<Page>('GET', `refusals${query}`)).body;
const audited = (id: string) =>
  shop.backend.query(
    'SELECT action, actor_kind, before, after, request_id FROM audit_log WHERE object_id = $1 ORDER BY id',
    [id],
  );

async function customerOf(tenant: string, fields: object = {}): Promise<string> {
  const { id } = shop.sandbox.engine.customers.create({
    payment_method: 'pm_card_visa',
    metadata: { tenant_id: tenant },
    ...fields,
  });
  await shop.settled();
  return id;
}

describe('a rule', () => {
  it('holds what meets it until it ends, and says nothing of itself to the buyer', async () => {
    const tenant = newTenant();
    const sessions = shop.sandbox.engine.store.checkoutSessions.values().length;
    const rule = await addRule({ price: single, action: 'checkout', note: 'ask Ann' });
    expect(rule).toMatchObject({
      status: 201,
      body: { effect: 'hold', action: 'checkout', price: single, tenant: null, endedAt: null, note: 'ask Ann' },
    });
    const refused = await open(tenant, {}, { headers: { 'x-request-id': 'req_held' } });
    expect([refused.status, refused.body]).toEqual([
      403,
      {
        title: 'This cannot be done at present. Ask us, and name the request id.',
        status: 403,
        code: 'held',
        requestId: 'req_held',
      },
    ]);
    expect(shop.sandbox.engine.store.checkoutSessions.values().length).toBe(sessions);
    expect(await outcome(tenant, { price: basic.monthly })).toBe(201);

    expect(await endRule(rule.body.id)).toMatchObject({ status: 200, body: { endReason: 'shown', id: rule.body.id } });
    expect(await outcome(tenant)).toBe(201);
  });

  it('is met by price, product, category, country, amount, customer or tenant', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    const customer = await customerOf(tenant, { address: { country: 'KP' } });
    await customerOf(other, { address: { country: 'DE' } });
    const cases: [object, object, object][] = [
      [{ price: basic.monthly }, { price: basic.monthly }, { price: basic.yearly }],
      [{ product: basic.product }, { price: basic.yearly }, {}],
      [{ category: 'WEAPONS ' }, { price: arms.monthly }, { price: basic.monthly }],
      [
        { atLeast: { amount: 2_700, currency: 'usd' } },
        { price: basic.monthly, quantity: 3 },
        { price: basic.monthly, quantity: 2 },
      ],
    ];
    for (const [conditions, met, unmet] of cases) {
      const { body } = await addRule(conditions);
      expect([conditions, await outcome(newTenant(), met), await outcome(newTenant(), unmet)]).toEqual([
        conditions,
        'held',
        201,
      ]);
      await endRule(body.id);
    }
    for (const conditions of [{ country: 'KP' }, { customer }, { tenant }]) {
      const { body } = await addRule(conditions);
      expect([conditions, await outcome(tenant), await outcome(other)]).toEqual([conditions, 'held', 201]);
      await endRule(body.id);
    }
    expect(await outcome(tenant)).toBe(201);
  });

  it('by country looks at the cards too; by category at the customer; by customer at all of its tenant’s', async () => {
    const [carded, labelled, twofold] = [newTenant(), newTenant(), newTenant()];
    await customerOf(carded, { address: { country: 'DE' } }); // its card is of the US
    await customerOf(labelled, { metadata: { tenant_id: labelled, category: 'Gambling' }, address: { country: 'DE' } });
    const first = await customerOf(twofold);
    await customerOf(twofold);
    await addRule({ country: 'US', tenant: carded });
    await addRule({ category: 'gambling' });
    await addRule({ customer: first });
    for (const tenant of [carded, labelled, twofold]) expect([tenant, await outcome(tenant)]).toEqual([tenant, 'held']);
  });

  it('needs all of its conditions', async () => {
    const tenant = newTenant();
    await customerOf(tenant, { address: { country: 'KP' } });
    await addRule({ country: 'KP', category: 'weapons', atLeast: { amount: 10_000, currency: 'usd' } });
    expect(await outcome(tenant)).toBe(201);
    expect(await outcome(tenant, { price: arms.monthly })).toBe(201);
    expect(await outcome(newTenant(), { price: arms.monthly, quantity: 2 })).toBe(201);
    expect(await outcome(tenant, { price: arms.monthly, quantity: 2 })).toBe('held');
    await shop.backend.query('DELETE FROM compliance_rules');
    await addRule({ price: single, atLeast: { amount: 1, currency: 'eur' } });
    await addRule({ price: single, action: 'refund' });
    expect(await outcome(tenant)).toBe(201);
  });

  it('of another account does not apply', async () => {
    const elsewhere = { 'countinghouse-account': 'acct_other' };
    const { body } = await addRule({ price: single }, { headers: elsewhere });
    expect(await outcome(newTenant())).toBe(201);
    expect((await endRule(body.id)).status).toBe(404);
    expect((await operate<Page>('GET', 'rules')).body.data).toEqual([]);
    expect((await operate<Page>('GET', 'rules', undefined, { headers: elsewhere })).body.data).toMatchObject([
      { id: body.id },
    ]);
  });

  it('is written down, and so is its end; each once', async () => {
    const headers = { 'idempotency-key': 'rule-1', 'x-request-id': 'req_rule' };
    const first = await addRule({ tenant: 't', category: 'Gambling' }, { headers });
    const again = await addRule({ tenant: 't', category: 'Gambling' }, { headers });
    expect([again.status, again.body]).toEqual([201, first.body]);
    await shop.backend.query('UPDATE idempotency_requests SET status = NULL, answer = NULL'); // as if the first process had died before it answered
    expect((await addRule({ tenant: 't', category: 'Gambling' }, { headers })).body).toEqual(first.body);
    const ended = await endRule(first.body.id);
    expect((await endRule(first.body.id)).body).toEqual(ended.body);
    const terms = { effect: 'hold', tenant: 't', category: 'gambling' };
    expect(await audited(first.body.id)).toEqual([
      { action: 'compliance_rule.create', actor_kind: 'key', before: null, after: terms, request_id: 'req_rule' },
      expect.objectContaining({
        action: 'compliance_rule.end',
        before: { ...terms, active: true },
        after: { active: false },
      }),
    ]);
    expect(JSON.stringify(await audited(first.body.id))).not.toContain('Ann');
  });

  it('is listed by page and state', async () => {
    const ids: string[] = [];
    for (const tenant of ['a', 'b', 'c']) {
      ids.unshift((await addRule({ tenant })).body.id);
      await delay(3); // those of one millisecond are in no order
    }
    await endRule(ids[1] ?? '');
    const listed = async (query: string) => {
      const { body } = await operate<Page>('GET', `rules?${query}`);
      return [body.data.map(({ id }) => id), body.nextCursor] as const;
    };
    const [page, cursor] = await listed('limit=1');
    expect(page).toEqual([ids[0]]);
    expect(await listed(`limit=1&cursor=${cursor}`)).toEqual([[ids[2]], null]);
    expect(await listed('state=ended')).toEqual([[ids[1]], null]);
    expect(await listed('state=all')).toEqual([ids, null]);
  });

  it.each<[string, object, string]>([
    ['no condition', {}, ''],
    ['no condition but an action', { action: 'refund', effect: 'refuse' }, ''],
    ['no reason', { tenant: 't', reason: '' }, '/reason'],
    ['a country by name', { country: 'Germany' }, '/country'],
    ['a country in lower case', { country: 'de' }, '/country'],
    ['an empty category', { category: ' \t ' }, '/category'],
    ['an amount without currency', { atLeast: { amount: 5 } }, '/atLeast/currency'],
    ['a negative amount', { atLeast: { amount: -5, currency: 'usd' } }, '/atLeast/amount'],
    ['another action', { tenant: 't', action: 'payout' }, '/action'],
    ['another effect', { tenant: 't', effect: 'allow' }, '/effect'],
    ['an account', { tenant: 't', account: 'acct_1' }, '/account'],
    ['no customer', { customer: 'sub_1' }, '/customer'],
    ['half a character', { tenant: '\ud800' }, '/tenant'],
  ])('with %s is refused', async (_, body, pointer) => {
    const { status, body: problem } = await addRule(body);
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
    expect(await shop.backend.query('SELECT id FROM compliance_rules')).toEqual([]);
  });
});

describe('a change of the subscription', () => {
  it('does not reach what is held, and goes down freely', async () => {
    const tenant = newTenant();
    const { subscription } = await shop.subscribe(tenant, basic.monthly, 3);
    const change = async (body: object) => {
      const answer = await shop.ask<Rule>('POST', '/stripe/subscription/change', { tenant, body });
      return answer.body.code ?? answer.status;
    };
    await addRule({ category: 'weapons' });
    expect(await change({ plan: 'arms' })).toBe('held');
    await addRule({ tenant });
    expect(await change({ quantity: 4 })).toBe('held');
    expect(await change({ plan: 'basic', interval: 'year' })).toBe('held');
    expect(shop.sandbox.engine.store.subscriptions.get(subscription).items.data).toMatchObject([
      { price: { id: basic.monthly }, quantity: 3 },
    ]);
    expect(await change({ quantity: 2 })).toBe(200);
    expect((await shop.ask('POST', '/stripe/subscription/cancel', { tenant, body: {} })).status).toBe(200);
  });
});

describe('a refund', () => {
  interface Refund {
    readonly code?: string;
    readonly amount: { readonly amount: number };
  }
  const refund = async (charge: string, amount?: number) => {
    const as = await createKey(shop.backend, ['refunds']);
    const body = { charge, ...(amount === undefined ? {} : { amount }) };
    const answer = await shop.ask<Refund>('POST', '/stripe/refunds', { as, body });
    return answer.body.code ?? answer.body.amount.amount;
  };
  const chargeOf = (payer: string) =>
    shop.sandbox.engine.store.charges.values().find(({ customer }) => customer === payer)?.id ?? '';

  it('is held by amount, price, category, country, customer and tenant of what was paid', async () => {
    const tenant = newTenant();
    const { customer } = await shop.subscribe(tenant, arms.monthly);
    const charge = chargeOf(customer);
    const refunds = shop.sandbox.engine.store.refunds.values().length;
    const whose = { action: 'refund', reason: 'x' };
    for (const conditions of [
      { atLeast: { amount: 500, currency: 'usd' } },
      { price: arms.monthly },
      { product: arms.product },
      { category: 'weapons' },
      { country: 'US' },
      { customer },
      { tenant },
    ]) {
      const { body } = await addRule({ ...whose, ...conditions });
      expect([conditions, await refund(charge), await refund(charge, 500)]).toEqual([conditions, 'held', 'held']);
      await endRule(body.id);
    }
    expect(shop.sandbox.engine.store.refunds.values().length).toBe(refunds);
    expect(await shop.backend.query('SELECT id FROM refund_requests')).toEqual([]);
    expect((await refusals()).data[0]).toMatchObject({ action: 'refund', customer, charge, times: 1 });
    for (const conditions of [
      { atLeast: { amount: 501, currency: 'usd' } },
      { atLeast: { amount: 1, currency: 'eur' } },
      { price: basic.monthly },
      { country: 'KP' },
      { tenant, action: 'checkout' },
    ]) {
      await addRule({ ...whose, ...conditions });
    }
    expect(await refund(charge, 500)).toBe(500);
  });

  it('is held while the payment is under review', async () => {
    const { customer } = await shop.subscribe(newTenant(), basic.monthly);
    const charge = chargeOf(customer);
    const { id } = shop.sandbox.engine.reviews.open(charge);
    await shop.settled();
    expect(await refund(charge, 100)).toBe('held');
    expect((await refusals()).data[0]).toMatchObject({
      charge,
      amount: { amount: 100, currency: 'usd' },
      holds: [{ id, kind: 'review' }],
    });
    shop.sandbox.engine.reviews.approve(id);
    await shop.settled();
    expect(await refund(charge, 100)).toBe(100);
  });

  it('of a disputed payment is told to be one, held or not', async () => {
    const { customer } = await shop.subscribe(newTenant(), basic.monthly);
    const charge = chargeOf(customer);
    shop.sandbox.engine.disputes.create({ charge });
    await shop.settled();
    expect(await refund(charge, 100)).toBe('charge_disputed');
  });
});

describe('a release', () => {
  const release = (id: string, body: object, options: CallOptions = {}) =>
    operate('POST', `holds/${id}/release`, { kind: id.startsWith('rule_') ? 'rule' : 'dispute', ...body }, options);

  it('of a rule lets one tenant through, and is written down once', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    const { body: rule } = await addRule({ price: single });
    const headers = { 'x-request-id': 'req_release' };
    const released = await release(rule.id, { tenant, reason: 'Shown.' }, { headers });
    expect(released).toMatchObject({ status: 200, body: { hold: rule.id, kind: 'rule', tenant, reason: 'Shown.' } });
    expect((await release(rule.id, { tenant, reason: 'Again.' })).body).toEqual(released.body);
    expect([await outcome(tenant), await outcome(other)]).toEqual([201, 'held']);
    expect((await audited(rule.id)).slice(1)).toEqual([
      {
        action: 'hold.release',
        actor_kind: 'key',
        before: { kind: 'rule', held: true },
        after: { kind: 'rule', held: false, stage: 1, tenant },
        request_id: 'req_release',
      },
    ]);
  });

  it('is not there for a rule that refuses, has ended, or names nobody', async () => {
    const tenant = newTenant();
    const { body: refusing } = await addRule({ price: single, effect: 'refuse' });
    expect(await release(refusing.id, { tenant, reason: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'not_releasable' },
    });
    expect(await outcome(tenant)).toBe('held');
    const { body: ended } = await addRule({ price: single });
    expect((await release(ended.id, { reason: 'x' })).body.errors).toMatchObject([{ pointer: '/tenant' }]);
    await endRule(ended.id);
    expect((await release(ended.id, { tenant, reason: 'x' })).status).toBe(404);
    expect((await release('dp_none', { reason: 'x' })).status).toBe(404);
    expect((await release('dp_none', { reason: 'x', tenant })).body.errors).toMatchObject([{ pointer: '/tenant' }]);
    expect((await release('dp_none', {})).body.errors).toMatchObject([{ pointer: '/reason' }]);
    for (const [id, kind] of [
      ['rule_1', 'dispute'],
      ['dp_1', 'rule'],
    ] as const) {
      expect((await release(id, { kind, reason: 'x', tenant })).body.errors).toMatchObject([{ pointer: '/kind' }]);
    }
    for (const kind of [undefined, '', 'chargeback', 2]) {
      expect((await release('dp_none', { kind, reason: 'x' })).body.errors).toMatchObject([{ pointer: '/kind' }]);
    }
    for (const id of ["dp_1'--", '%00', 'x'.repeat(300)]) expect((await release(id, { reason: 'x' })).status).toBe(400);
  });
});

describe('a stranger who buys by a Payment Link in a tenant’s name', () => {
  async function bought(tenant: string): Promise<string> {
    const { engine } = shop.sandbox;
    const { id } = engine.checkout.create({
      mode: 'payment',
      line_items: [{ price: single, quantity: 1 }],
      success_url: SUCCESS,
      client_reference_id: tenant,
      customer_creation: 'always',
    });
    const customer = engine.checkout.complete(id, { email: 'mallory@example.com' }).customer ?? '';
    engine.customers.update(customer, { address: { country: 'KP' }, metadata: { category: 'gambling' } });
    await shop.settled();
    return customer;
  }
  const chargeOf = (payer: string) =>
    shop.sandbox.engine.store.charges.values().find(({ customer }) => customer === payer)?.id ?? '';
  const assign = (customer: string, tenant: string) =>
    shop.backend.app.get(TenantService, { strict: false }).assign('', customer, tenant);

  it.each<[string, (charge: string) => { readonly id: string }]>([
    ['disputes the payment', (charge) => shop.sandbox.engine.disputes.create({ charge })],
    ['is under review', (charge) => shop.sandbox.engine.reviews.open(charge)],
  ])('and %s holds nobody but itself, until a server says that it is the tenant', async (_, raise) => {
    const tenant = newTenant();
    await customerOf(tenant);
    const stranger = await bought(tenant);
    const { id } = raise(chargeOf(stranger));
    await shop.settled();
    const held = async () => (await operate<Page>('GET', 'holds')).body.data.find((hold) => hold.id === id);
    expect([await outcome(tenant), await held()]).toMatchObject([201, { tenant: null, customer: stranger }]);
    await assign(stranger, tenant);
    expect([await outcome(tenant), await held()]).toMatchObject(['held', { tenant, customer: stranger }]);
  });

  it('brings no rule upon it: by country, category or the stranger itself', async () => {
    const tenant = newTenant();
    await customerOf(tenant, { address: { country: 'DE' } });
    const stranger = await bought(tenant);
    const rules = [{ country: 'KP' }, { category: 'gambling' }, { customer: stranger }];
    for (const rule of rules) {
      await shop.backend.query('DELETE FROM compliance_rules');
      await addRule(rule);
      expect([rule, await outcome(tenant)]).toEqual([rule, 201]);
    }
    await assign(stranger, tenant);
    for (const rule of rules) {
      await shop.backend.query('DELETE FROM compliance_rules');
      await addRule(rule);
      expect([rule, await outcome(tenant)]).toEqual([rule, 'held']);
    }
  });

  it('is held as the tenant is, and not let through as the tenant is', async () => {
    const tenant = newTenant();
    const charge = chargeOf(await bought(tenant));
    const as = await createKey(shop.backend, ['refunds']);
    const refund = async () => (await shop.ask<Rule>('POST', '/stripe/refunds', { as, body: { charge } })).body.code;
    const { body: named } = await addRule({ tenant, action: 'refund' });
    expect(await refund()).toBe('held');
    await endRule(named.id);
    const { body: rule } = await addRule({ country: 'KP', action: 'refund' });
    await operate('POST', `holds/${rule.id}/release`, { kind: 'rule', tenant, reason: 'Shown.' });
    expect(await refund()).toBe('held');
    await endRule(rule.id);
    expect(await refund()).toBeUndefined();
  });
});

describe('what was refused', () => {
  it('is seen by operators: who, what, why, and the request', async () => {
    await withinOneHour();
    const tenant = newTenant();
    const customer = await customerOf(tenant);
    const { body: rule } = await addRule({ price: single });
    for (const id of ['req_a', 'req_b']) {
      await open(tenant, {}, { as: await signJwt({ tenant, user: 'user_9' }), headers: { 'x-request-id': id } });
    }
    await delay(3); // those of one millisecond are in no order
    await outcome(newTenant());
    const { data } = await refusals();
    expect(data.slice(0, 2)).toMatchObject([
      { times: 1, tenant: `held_${tenants}` },
      {
        action: 'checkout',
        tenant,
        customer,
        price: single,
        charge: null,
        amount: { amount: 5_000, currency: 'usd' },
        holds: [{ id: rule.id, kind: 'rule' }],
        caller: { kind: 'user', id: 'user_9' },
        times: 2,
        requestId: 'req_b',
      },
    ]);
    const first = await refusals('?limit=1');
    const second = await refusals(`?limit=1&cursor=${first.nextCursor}`);
    expect([first.data[0]?.id, second.data[0]?.id]).toEqual(data.slice(0, 2).map(({ id }) => id));
  });

  it('is one row within the hour, whatever the quantity, with the last amount', async () => {
    const tenant = newTenant();
    await addRule({ tenant });
    for (const quantity of [1, 3, 2]) await outcome(tenant, { price: basic.monthly, quantity });
    const rows = (await refusals()).data.filter((row) => row['tenant'] === tenant);
    expect(rows.reduce((sum, { times }) => sum + Number(times), 0)).toBe(3);
    expect(rows.length).toBeLessThan(3); // two when the hour has just struck
    expect(rows[0]).toMatchObject({ amount: { amount: 1_800, currency: 'usd' } });
  });

  it('is forgotten after 90 days', async () => {
    await addRule({ price: single });
    const tenant = newTenant();
    await outcome(tenant);
    const rows = () => shop.backend.query('SELECT id FROM held_requests WHERE tenant_id = $1', [tenant]);
    const age = (days: number) =>
      shop.backend.query(`UPDATE held_requests SET created_at = now() - $1 * interval '1 day' WHERE tenant_id = $2`, [
        days,
        tenant,
      ]);
    await age(89);
    await shop.backend.app.get(OldRefusals).delete();
    expect(await rows()).toHaveLength(1);
    await age(91);
    await shop.backend.app.get(OldRefusals).delete();
    expect(await rows()).toEqual([]);
  });
});

it('costs one statement when nothing is held', async () => {
  const dataSource = shop.backend.app.get(DataSource);
  const caller = {
    kind: 'user',
    id: 'u',
    name: 'u',
    tenantId: 't',
    account: '',
    scopes: new Set<'billing'>(),
  } as const;
  // What the backend does by itself meanwhile is not counted.
  const counted = new AsyncLocalStorage<string[]>();
  const spies = (['query', 'createQueryRunner'] as const).map((name) => {
    const original = dataSource[name].bind(dataSource) as (...args: unknown[]) => never;
    return jest.spyOn(dataSource, name).mockImplementation((...args: unknown[]) => {
      counted.getStore()?.push(name);
      return original(...args);
    });
  });
  try {
    const made: string[] = [];
    const sought = { action: 'checkout', tenantId: 't', priceId: single } as const;
    await counted.run(made, () => shop.backend.app.get(Holds).refuseHeld(caller, sought));
    expect(made).toEqual(['query', 'createQueryRunner']);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
});

it('is for operators: other scopes get nothing', async () => {
  const others = await createKey(shop.backend, ['billing', 'refunds', 'reports']);
  for (const as of [others, await signJwt({ tenant: 't' })]) {
    for (const [method, path, body] of [
      ['GET', 'rules'],
      ['POST', 'rules', { tenant: 't', reason: 'x' }],
      ['POST', `rules/rule_${'0'.repeat(32)}/end`, { reason: 'x' }],
      ['GET', 'holds'],
      ['POST', 'holds/dp_1/release', { kind: 'dispute', reason: 'x' }],
      ['GET', 'refusals'],
    ] as const) {
      const { status, body: problem } = await operate(method, path, body, { as });
      expect([path, status, problem.code]).toEqual([path, 403, 'forbidden']);
    }
  }
  expect(await shop.backend.query('SELECT id FROM compliance_rules')).toEqual([]);
});
