import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import type { CustomerPage } from '../../src/operations/customer-view/page/customer-page.answers.js';
import { call, createKey, signJwt, type Answer } from '../support/api.js';
import { deliver } from '../support/deliver.js';
import { failedPayment, tell } from '../support/notifications.js';
import { pay } from '../support/payments.js';
import { startShop, type Shop } from '../support/shop.js';
import { stripeEvent } from '../support/signed-event.js';

jest.setTimeout(60_000);

interface Found {
  readonly id: string;
  readonly account: string | null;
  readonly tenant: string | null;
  readonly email: string | null;
  readonly plan: string | null;
  readonly status: string | null;
}

interface List<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
  readonly code?: string;
}

type Happening = CustomerPage['timeline']['data'][number];

const EMAIL = 'Jenny.Rosen@Example.com';
const PATH = '/operations/customers';

let shop: Shop;
let operator: string;
let jenny: string;
let connected: string;
let theirs: string;

beforeAll(async () => {
  shop = await startShop('customer view');
  operator = await createKey(shop.backend, ['operations']);
  const { engine } = shop.sandbox;
  const price = shop.sell('pro', 1_900, { features: 'sso' }).monthly;
  const metadata = { tenant_id: 'tenant_1' };
  jenny = engine.customers.create({ email: EMAIL, name: 'Jenny Rosen', payment_method: 'pm_card_visa', metadata }).id;
  engine.subscriptions.create({ customer: jenny, items: [{ price }] });
  engine.advance(5);
  engine.customers.create({ email: EMAIL.toLowerCase(), metadata });
  engine.customers.create({ email: 'other@example.com', metadata: { tenant_id: 'other@example.com' } });
  connected = engine.accounts.create({ type: 'standard' }).id;
  theirs = engine.accounts.get(connected).customers.create({ email: EMAIL, metadata }).id;
  await shop.settled();
});
afterAll(() => shop.close());

const search = (body: object, as = operator, query = ''): Promise<Answer<List<Found>>> =>
  call(shop.backend, 'POST', `${PATH}/search${query}`, { as, body });
const find = (query: string, as = operator): Promise<Answer<List<Found>>> =>
  call(shop.backend, 'GET', `${PATH}?${query}`, { as });
const ids = ({ body }: Answer<List<Found>>): string[] => body.data.map(({ id }) => id);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('search', () => {
  it('by mail address, whatever its case, and by its hash: all that have it, masked', async () => {
    const found = await search({ email: ` ${EMAIL.toUpperCase()} ` });
    expect([found.status, found.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(found.body.data).toHaveLength(3);
    expect(new Set(found.body.data.map(({ email }) => email))).toEqual(
      new Set(['J•••@Example.com', 'j•••@example.com']),
    );
    expect(found.body.data.find(({ id }) => id === jenny)).toMatchObject({
      account: null,
      tenant: 'tenant_1',
      plan: 'pro',
      status: 'active',
    });
    expect(found.body.data.find(({ id }) => id === theirs)).toMatchObject({ account: connected, status: null });
    expect((await search({ emailSha256: sha256('jenny.rosen@example.com') })).body).toEqual(found.body);
  });

  it('by id and by tenant, within the address or a body', async () => {
    expect(ids(await find(`q=${jenny}`))).toEqual([jenny]);
    expect(ids(await search({ customerId: jenny }))).toEqual([jenny]);
    expect(ids(await find('q=tenant_1'))).toHaveLength(3);
    expect(ids(await search({ tenantId: 'tenant_1', account: 'own' }))).toHaveLength(2);
    expect(ids(await search({ tenantId: 'other@example.com' }))).toHaveLength(1);
  });

  it('page by page', async () => {
    const all = ids(await search({ tenantId: 'tenant_1' }));
    const one: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = await search({ tenantId: 'tenant_1' }, operator, query);
      one.push(...ids(page));
      cursor = page.body.nextCursor;
    }
    expect(one).toEqual(all);
  });

  it('finds none in the same shape, whatever is sought', async () => {
    for (const body of [
      { email: 'nobody@example.com' },
      { emailSha256: sha256('nobody@example.com') },
      { tenantId: 'nobody' },
      { customerId: 'cus_nobody' },
    ]) {
      expect(await search(body)).toMatchObject({ status: 200, body: { data: [], nextCursor: null } });
    }
    expect((await find('q=nobody')).body).toEqual({ data: [], nextCursor: null });
  });

  it('takes one criterion, whole, and no mail address in an address', async () => {
    expect((await find(`q=${encodeURIComponent(EMAIL)}`)).body.code).toBe('invalid_request');
    for (const body of [
      {},
      { email: EMAIL, tenantId: 'tenant_1' },
      { emailSha256: 'abc' },
      { email: 'a\0b' },
      { email: 'x'.repeat(501) },
      { tenantId: 7 },
      { name: 'Jenny' },
    ]) {
      expect(await search(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
    expect(ids(await search({ email: "' OR true --" }))).toEqual([]);
    expect(ids(await search({ email: '%' }))).toEqual([]);
  });

  it('leaves what was sought in no log, and has an index to go by', async () => {
    const lines: unknown[] = [];
    const spies = (['trace', 'debug', 'info', 'warn', 'error'] as const).map((level) =>
      jest.spyOn(PinoLogger.prototype, level).mockImplementation((...line: unknown[]) => void lines.push(line)),
    );
    await search({ email: EMAIL });
    await search({ tenantId: 'other@example.com' });
    for (const spy of spies) spy.mockRestore();
    expect(JSON.stringify(lines)).toContain('customers/search');
    expect(JSON.stringify(lines)).not.toMatch(/rosen|example\.com/i);
    const [index] = await shop.backend.query<{ on: string }>(
      `SELECT indexdef AS on FROM pg_indexes WHERE indexname = 'customers_email_sha256_idx'`,
    );
    expect(index?.on).toContain('(email_sha256(email))');
  });
});

describe('who may see whom', () => {
  const page = (id: string, as: string, query = '') =>
    call<CustomerPage & { code?: string }>(shop.backend, 'GET', `${PATH}/${id}${query}`, { as });

  it('a connected account’s caller sees its own account only', async () => {
    const bound = await createKey(shop.backend, ['operations'], { account: connected });
    expect(ids(await search({ email: EMAIL }, bound))).toEqual([theirs]);
    expect(ids(await find(`q=${jenny}`, bound))).toEqual([]);
    expect(await search({ email: EMAIL, account: 'own' }, bound)).toMatchObject({
      status: 403,
      body: { code: 'bound_to_another' },
    });
    expect((await page(theirs, bound)).body).toMatchObject({ customer: { id: theirs, account: connected } });
    expect((await page(jenny, bound)).status).toBe(404);
    expect((await page(jenny, bound, '?account=own')).body.code).toBe('bound_to_another');
    const timeline = await call(shop.backend, 'GET', `${PATH}/${jenny}/timeline`, { as: bound });
    expect(timeline.status).toBe(404);
  });

  it('your own names the account', async () => {
    expect((await page(theirs, operator)).status).toBe(404);
    expect((await page(theirs, operator, `?account=${connected}`)).body.customer.id).toBe(theirs);
    const there = { as: operator, headers: { 'countinghouse-account': connected } };
    expect((await call(shop.backend, 'GET', `${PATH}/${theirs}`, there)).status).toBe(200);
    const person = await signJwt({ scopes: ['operations'] });
    expect((await page(theirs, person, `?account=${connected}`)).status).toBe(200);
  });

  it('nobody who acts for one tenant', async () => {
    const key = await createKey(shop.backend, ['operations'], { tenantId: 'tenant_1' });
    const person = await signJwt({ tenant: 'tenant_1', scopes: ['operations'] });
    for (const as of [key, person]) {
      expect((await page(jenny, as)).body.code).toBe('tenant_bound');
      expect((await search({ email: EMAIL }, as)).body.code).toBe('tenant_bound');
      expect((await find(`q=${jenny}`, as)).body.code).toBe('tenant_bound');
    }
  });
});

describe('the page', () => {
  it('has all of it, and the mail address masked only', async () => {
    const { status, headers, body } = await call<CustomerPage>(shop.backend, 'GET', `${PATH}/${jenny}`, {
      as: operator,
    });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body.customer).toMatchObject({
      id: jenny,
      account: null,
      email: 'J•••@Example.com',
      stripeUrl: `https://dashboard.stripe.com/test/customers/${jenny}`,
    });
    expect(body.access).toMatchObject({ granted: true, plan: 'pro', entitledBy: 'plan', features: ['sso'] });
    expect(body.tenant).toMatchObject({ id: 'tenant_1', saidBy: 'customer', isOwn: true });
    expect(body.tenant?.customers.data).toHaveLength(2);
    expect(body.subscriptions.data).toMatchObject([
      { customer: jenny, status: 'active', counts: true, items: [{ plan: 'pro', unitPrice: { amount: 1_900 } }] },
    ]);
    expect(body.invoices.data).toMatchObject([{ status: 'paid', total: { amount: 1_900, currency: 'usd' } }]);
    expect(body.payments.data).toMatchObject([
      { status: 'succeeded', brand: 'visa', invoice: body.invoices.data[0]?.id },
    ]);
    expect(body.lastEventAt).toEqual(expect.any(String));
    expect(JSON.stringify(body)).not.toMatch(/rosen/i);
  });
});

it('an event that was given up is found by what it says, where that is not encrypted', async () => {
  const object = { id: 'sub_poison', object: 'subscription', customer: jenny, status: 'active', items: 'none' };
  const event = stripeEvent({ type: 'customer.subscription.created', object });
  const mention = { ...object, id: 'sub_other', customer: `${jenny}x` };
  for (const told of [event, stripeEvent({ type: 'customer.subscription.created', object: mention })]) {
    expect(await deliver(`${shop.backend.url}/webhooks/stripe`, told)).toBe(200);
  }
  await shop.settled();
  const { body } = await call<CustomerPage>(shop.backend, 'GET', `${PATH}/${jenny}`, { as: operator });
  const dead = body.access.because.find(({ code }) => code === 'events_dead');
  expect(dead?.refs).toEqual([{ type: 'event', id: event['id'] }]);
});

describe('the timeline', () => {
  const timeline = async (id: string, query = '') =>
    (await call<List<Happening>>(shop.backend, 'GET', `${PATH}/${id}/timeline${query}`, { as: operator })).body;

  /** Every page, of so many each. */
  async function all(id: string, limit: number, more = ''): Promise<Happening[]> {
    const happened: Happening[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: List<Happening> = await timeline(
        id,
        `?limit=${limit}${more}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      happened.push(...page.data);
      cursor = page.nextCursor;
    }
    return happened;
  }

  /** A customer whose refund was asked for, whose subscription was canceled, and of whom others were told. */
  async function eventful(): Promise<string> {
    const { engine } = shop.sandbox;
    const { customer, charge } = await pay(shop, 'eventful', { card: 'pm_card_createDispute' });
    const price = shop.sell('eventful', 700).monthly;
    engine.paymentMethods.attach('pm_card_visa', customer);
    const [method] = engine.store.paymentMethods.values().filter((one) => one.customer === customer);
    engine.subscriptions.create({ customer, items: [{ price }], default_payment_method: method?.id ?? '' });
    const other = await pay(shop, 'eventful-too');
    const refunds = await createKey(shop.backend, ['refunds']);
    await call(shop.backend, 'POST', '/stripe/refunds', { as: refunds, body: { charge: other.charge, amount: 100 } });
    await shop.ask('POST', '/stripe/refunds', {
      as: await signJwt({ tenant: 'eventful', scopes: ['refunds'] }),
      body: { charge },
    });
    await shop.ask('POST', '/stripe/subscription/cancel', { tenant: 'eventful', body: { when: 'now' } });
    await shop.settled();
    const done = await all(other.customer, 100);
    expect(done.filter(({ kind }) => kind === 'action').map(({ action }) => action?.action)).toEqual(
      expect.arrayContaining(['refund.create', 'refund.settle']),
    );
    return customer;
  }

  it('has events of everything that is the customer’s, changes, actions and messages, newest first', async () => {
    const customer = await eventful();
    const happened = await all(customer, 100);
    const types = new Set(happened.map(({ event }) => event?.type));
    for (const type of [
      'customer.created',
      'charge.succeeded',
      'charge.dispute.created',
      'payment_intent.succeeded',
      'invoice.paid',
      'customer.subscription.created',
      'customer.subscription.deleted',
    ]) {
      expect(types).toContain(type);
    }
    const changes = happened.flatMap(({ change }) => change ?? []);
    expect(changes.at(0)).toMatchObject({
      before: { status: 'active' },
      after: { status: 'canceled' },
      causedBy: expect.stringMatching(/^evt_/),
    });
    const actions = happened.filter(({ kind }) => kind === 'action');
    expect(actions.map(({ action }) => action?.action)).toContain('subscription.cancel_now');
    expect(actions[0]?.action?.actor).toEqual({ kind: 'user', id: 'user_1' });
    const messages = happened.filter(({ kind }) => kind === 'notification');
    expect(messages).toMatchObject([
      { text: expect.stringContaining('charge.dispute.created'), notification: { status: 'sent' } },
    ]);
    const times = happened.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(new Set(happened.map(({ id }) => id)).size).toBe(happened.length);
    const { body } = await call<CustomerPage>(shop.backend, 'GET', `${PATH}/${customer}`, { as: operator });
    expect(body.timeline.data).toEqual(happened.slice(0, 20));
    for (const limit of [1, 3, 7]) expect(await all(customer, limit)).toEqual(happened);
    for (const kind of ['event', 'change', 'action', 'notification']) {
      const ofKind = happened.filter((one) => one.kind === kind);
      expect(await all(customer, 2, `&kind=${kind}`)).toEqual(ofKind);
      expect([kind, ofKind.length > 0]).toEqual([kind, true]);
    }
    expect((await timeline(customer, '?kind=nothing')).code).toBe('invalid_request');
  });

  it('has every event of the log about what is the customer’s, each once', async () => {
    const price = shop.sell('long', 500).monthly;
    const { customer } = await shop.subscribe('long', price);
    shop.sandbox.engine.advance(120 * 86_400);
    await shop.settled();
    const told = (await all(customer, 9)).flatMap(({ event }) => event?.id ?? []);
    const logged = await shop.backend.query<{ id: string }>(
      `SELECT l.stripe_event_id AS id FROM stripe_event_log l JOIN stripe_event_payload p ON p.event_log_id = l.id
        WHERE position($1::bytea IN p.body) > 0 AND l.object_key IS NOT NULL ORDER BY l.created_at DESC, l.id DESC`,
      [Buffer.from(JSON.stringify(customer))],
    );
    expect(logged.length).toBeGreaterThan(40);
    expect(told.filter((id) => logged.some((one) => one.id === id))).toEqual(logged.map(({ id }) => id));
    expect(new Set(told).size).toBe(told.length);
  });

  it('of a failed payment has its message, without whom it went to', async () => {
    const { news } = failedPayment();
    const events = news();
    await tell(shop.backend, events);
    await shop.backend.settled();
    const customer = events.flatMap(({ data: { object } }) =>
      object.object === 'customer' ? String(object['id']) : [],
    )[0];
    const messages = (await all(customer ?? '', 100)).filter(({ kind }) => kind === 'notification');
    expect(messages).toMatchObject([
      {
        text: 'Message invoice.payment_failed (notification-log): sent',
        object: { type: 'invoice' },
        notification: { topic: 'notification-log', attempts: 1 },
      },
    ]);
    expect(JSON.stringify(await all(customer ?? '', 100))).not.toMatch(/jenny/i);
  });

  it('is nobody’s who is not known', async () => {
    expect((await timeline('cus_nowhere')).code).toBe('not_found');
    const [product] = shop.sandbox.engine.store.products.values(); // which the log knows, too
    expect((await timeline(product?.id ?? '')).code).toBe('not_found');
    expect((await timeline(jenny, '?cursor=nonsense')).code).toBe('invalid_request');
    expect((await timeline('x'.repeat(300))).code).toBe('invalid_request');
  });
});
