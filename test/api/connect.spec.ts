import { look, send } from '../../sandbox/test/forms.js';
import { createKey, type CallOptions } from '../support/api.js';
import { CANCEL, startShop, SUCCESS, type Shop } from '../support/shop.js';

interface Problem {
  readonly code?: string;
  readonly disabledReason?: string | null;
  readonly currentlyDue?: readonly string[];
  readonly errors?: readonly { readonly pointer: string }[];
}

interface AccountBody extends Problem {
  readonly id: string;
  readonly tenant: string | null;
  readonly chargesEnabled: boolean;
  readonly requirements: { readonly currentlyDue: readonly string[] };
}

interface LinkBody extends Problem {
  readonly url: string;
  readonly expiresAt?: string;
}

interface SessionBody extends LinkBody {
  readonly id: string;
}

interface List extends Problem {
  readonly data: readonly AccountBody[];
  readonly nextCursor: string | null;
}

type As = CallOptions & { readonly tenant?: string };

const PATH = '/stripe/connect/accounts';
const LINK = { returnUrl: 'https://app.example.com/payouts', refreshUrl: 'https://app.example.com/payouts/again' };
const SAID = {
  product_description: 'Lamps',
  url: 'https://lamps.example',
  support_phone: '+15550100',
  account_number: '000123456789',
  tos: 'accepted',
  action: 'submit',
};
const BEGINNING = {
  capabilities: { inactive: ['card_payments', 'transfers'] },
  chargesEnabled: false,
  country: 'US',
  dashboard: 'express',
  deauthorizedAt: null,
  detailsSubmitted: false,
  disabledReason: 'requirements.past_due',
  payoutsEnabled: false,
};

let shop: Shop;
/** The platform's own backend. */
let platform: string;
let lamp: string;
let club: string;

beforeAll(async () => {
  shop = await startShop('connect api');
  platform = await createKey(shop.backend, ['billing']);
  const { engine } = shop.sandbox;
  const product = engine.products.create({ name: 'Lamp', metadata: { plan: 'lamp' } }).id;
  lamp = engine.prices.create({ currency: 'usd', product, unit_amount: 2_000 }).id;
  club = shop.sell('club', 1_000).monthly;
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
const newTenant = () => `seller_${(tenants += 1)}`;
const forTenant = (tenant: string): CallOptions => ({ as: platform, headers: { 'countinghouse-tenant': tenant } });

const open = (body: object, as: As) => shop.ask<AccountBody>('POST', PATH, { ...as, body: { country: 'US', ...body } });
const find = (id: string, as: As) => shop.ask<AccountBody>('GET', `${PATH}/${id}`, as);
const list = (as: As, query = '') => shop.ask<List>('GET', `${PATH}${query}`, as);
const onboard = (id: string, as: As, body: object = LINK) =>
  shop.ask<LinkBody>('POST', `${PATH}/${id}/onboarding-link`, { ...as, body });
const signIn = (id: string, as: As) => shop.ask<LinkBody>('POST', `${PATH}/${id}/login-link`, { ...as, body: {} });
const sell = (id: string, body: object, as: As) =>
  shop.ask<SessionBody>('POST', `${PATH}/${id}/checkout/sessions`, {
    ...as,
    body: { successUrl: SUCCESS, cancelUrl: CANCEL, charge: 'destination', price: lamp, ...body },
  });

/** The owner fills in what is missing, and Stripe looks at it. */
async function onboarded(tenant: string): Promise<string> {
  const { id } = (await open({}, { tenant })).body;
  await send(shop.sandbox, (await onboard(id, { tenant })).body.url, {});
  const { url } = (await onboard(id, { tenant })).body;
  await look(shop.sandbox, url);
  await send(shop.sandbox, url, SAID);
  shop.sandbox.engine.advance(2);
  await shop.settled();
  return id;
}

const engineOf = (id: string) => shop.sandbox.engine.accounts.get(id);

describe('an account', () => {
  it('is there at once, with what is missing, before any event', async () => {
    const tenant = newTenant();
    const opened = await open({ email: 'ann@lamps.example', businessType: 'company' }, { tenant });
    const { id } = opened.body;
    const made = engineOf(id).profile.get();
    expect([opened.status, made.metadata, made.email]).toEqual([201, { tenant_id: tenant }, 'ann@lamps.example']);
    expect(made.controller).toMatchObject({
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
    });
    expect(await shop.backend.query(`SELECT 1 FROM connected_accounts WHERE id = $1`, [id])).toEqual([]);
    expect(opened.body).toMatchObject({ ...BEGINNING, id, tenant, businessType: 'company' });
    expect(opened.body.requirements.currentlyDue).toContain('external_account');
    expect((await find(id, { tenant })).body).toEqual(opened.body);
    expect((await list({ tenant })).body).toEqual({ data: [opened.body], nextCursor: null });
    const audited = await shop.backend.query(
      `SELECT action, tenant_id, after FROM audit_log WHERE object_id = $1 AND request_id = $2`,
      [id, opened.headers.get('x-request-id')],
    );
    expect(audited).toEqual([
      {
        action: 'connected_account.create',
        tenant_id: tenant,
        after: { country: 'US', dashboard: 'express', businessType: 'company' },
      },
    ]);
    expect(JSON.stringify(await shop.backend.query('SELECT * FROM connected_account_openings'))).not.toContain('lamps');
  });

  it('is onboarded on Stripe’s page, and enabled by the webhook', async () => {
    const tenant = newTenant();
    const { id } = (await open({}, { tenant })).body;
    const link = await onboard(id, { tenant });
    expect(link).toMatchObject({ status: 201, body: { url: expect.stringContaining(`/setup/s/${id}/`) } });
    expect(link.body.expiresAt).toMatch(/Z$/);
    await look(shop.sandbox, link.body.url);
    const part = await send(shop.sandbox, link.body.url, { url: SAID.url, action: 'leave' });
    expect(part.location).toBe(LINK.returnUrl);
    await shop.settled();
    const between = (await find(id, { tenant })).body;
    expect(between).toMatchObject({ tenant, chargesEnabled: false, detailsSubmitted: false });
    expect(between.requirements.currentlyDue).not.toContain('business_profile.url');
    expect(between.requirements.currentlyDue).toContain('external_account');
    expect((await look(shop.sandbox, link.body.url)).location).toBe(LINK.refreshUrl);

    const { url } = (await onboard(id, { tenant }, { ...LINK, collect: 'eventually_due' })).body;
    await look(shop.sandbox, url);
    await send(shop.sandbox, url, SAID);
    await shop.settled();
    expect((await find(id, { tenant })).body).toMatchObject({
      detailsSubmitted: true,
      chargesEnabled: false,
      disabledReason: 'requirements.pending_verification',
      requirements: { currentlyDue: [], pendingVerification: ['business_profile.url'], deadline: null },
    });
    shop.sandbox.engine.advance(2);
    await shop.settled();
    expect((await find(id, { tenant })).body).toMatchObject({
      chargesEnabled: true,
      payoutsEnabled: true,
      disabledReason: null,
      capabilities: { active: ['card_payments', 'transfers'] },
    });
    const kept = await shop.backend.query(`SELECT after::text FROM audit_log WHERE object_id = $1`, [id]);
    expect(kept).toHaveLength(5); // the account, and each link asked for and made
    expect(JSON.stringify(kept)).not.toMatch(/setup\/s/);
  });

  it('is one a tenant, however many ask at once', async () => {
    const tenant = newTenant();
    const before = shop.sandbox.engine.accounts.all().length;
    const answers = await Promise.all(Array.from({ length: 6 }, () => open({}, { tenant })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409]);
    expect((await open({}, { tenant })).body.code).toBe('account_exists');
    expect(shop.sandbox.engine.accounts.all().length - before).toBe(1);
    expect((await open({ allowAnother: true }, forTenant(tenant))).status).toBe(201);
    expect((await list({ tenant })).body.data).toHaveLength(2);
  });

  it('of another kind, or a further one, is the platform’s to decide', async () => {
    const tenant = newTenant();
    const bound = await createKey(shop.backend, ['billing'], { tenantId: tenant });
    for (const body of [{ dashboard: 'full' }, { dashboard: 'none' }, { allowAnother: true }]) {
      for (const as of [{ tenant }, { as: bound }, { as: bound, headers: { 'countinghouse-tenant': tenant } }]) {
        expect(await open(body, as)).toMatchObject({ status: 403, body: { code: 'platform_key_required' } });
      }
    }
    const { body } = await open({ dashboard: 'full' }, forTenant(tenant));
    expect(body).toMatchObject({ dashboard: 'full', tenant });
    expect(engineOf(body.id).profile.get().controller).toMatchObject({ losses: { payments: 'stripe' } });
    expect((await signIn(body.id, { tenant })).body.code).toBe('no_express_dashboard');
  });

  it('sent twice with one key is one account, also when nobody heard of the first', async () => {
    const as = { tenant: newTenant(), headers: { 'idempotency-key': 'press' } };
    const [first, again] = [await open({}, as), await open({}, as)];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await open({ country: 'DE' }, as)).body.code).toBe('idempotency_mismatch');

    const lost = { tenant: newTenant(), headers: { 'idempotency-key': 'cut' } };
    const before = shop.sandbox.engine.accounts.all().length;
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/accounts', times: 2 });
    expect((await open({}, lost)).body.code).toBe('outcome_unknown');
    expect((await open({}, { tenant: lost.tenant })).body.code).toBe('account_exists');
    expect(await open({}, lost)).toMatchObject({ status: 201, body: { tenant: lost.tenant } });
    expect(shop.sandbox.engine.accounts.all().length - before).toBe(1);
  });

  it('that Stripe did not make leaves the place free', async () => {
    const tenant = newTenant();
    shop.sandbox.faults.add({ fault: 'rate_limit', method: 'POST', path: '/v1/accounts' });
    expect((await open({}, { tenant })).body.code).toBe('stripe_busy');
    shop.sandbox.faults.clear();
    expect((await open({}, { tenant })).status).toBe(201);
  });

  it('that came by another way is found by its metadata', async () => {
    const tenant = newTenant();
    const made = shop.sandbox.engine.accounts.create({ type: 'express', metadata: { tenant_id: tenant } });
    expect((await find(made.id, { tenant })).status).toBe(404);
    engineOf(made.id).profile.update({ email: 'a@example.com' });
    await shop.settled();
    expect((await find(made.id, { tenant })).body).toMatchObject({ id: made.id, tenant, dashboard: 'express' });
    expect((await list({ tenant })).body.data.map(({ id }) => id)).toEqual([made.id]);
    expect((await open({}, { tenant })).body.code).toBe('account_exists');
  });
});

describe('who may see what', () => {
  it('another tenant’s account is not there', async () => {
    const tenant = newTenant();
    const id = await onboarded(tenant);
    const other = { tenant: newTenant() };
    for (const answer of [await find(id, other), await onboard(id, other), await signIn(id, other)]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await sell(id, {}, forTenant(other.tenant))).body.code).toBe('not_found');
    expect((await list(other)).body.data).toEqual([]);
    expect((await find('acct_none', { tenant })).status).toBe(404);
  });

  it('an operator sees all, page by page; a key without tenant nothing', async () => {
    const [one, two] = [newTenant(), newTenant()];
    const ids = [(await open({}, { tenant: one })).body.id, (await open({}, { tenant: two })).body.id];
    const as = await createKey(shop.backend, ['billing', 'operations']);
    expect((await find(ids[0] ?? '', { as })).body.tenant).toBe(one);
    const seen: string[] = [];
    let query = '?limit=2';
    for (;;) {
      const { body } = await list({ as }, query);
      seen.push(...body.data.map(({ id }) => id));
      if (body.nextCursor === null) break;
      query = `?limit=2&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.sort()).toEqual(
      shop.sandbox.engine.accounts
        .all()
        .map(({ accountId }) => accountId)
        .sort(),
    );
    expect((await list({ as: platform })).body.code).toBe('tenant_required');
    expect((await list({ as, headers: { 'countinghouse-tenant': one } })).body.data).toHaveLength(1);
    expect((await list({ as: await createKey(shop.backend, ['operations']) })).status).toBe(403);
    const within = { as, headers: { 'countinghouse-account': ids[0] ?? '' } };
    for (const answer of [await list(within), await open({}, within), await sell(ids[0] ?? '', {}, within)]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'platform_only' } });
    }
  });
});

describe('a login link', () => {
  it('leads the owner to the Express Dashboard, once', async () => {
    const tenant = newTenant();
    const { id } = (await open({}, { tenant })).body;
    expect(await signIn(id, { tenant })).toMatchObject({ status: 409, body: { code: 'onboarding_incomplete' } });
    const seller = newTenant();
    const { status, body } = await signIn(await onboarded(seller), { tenant: seller });
    expect(status).toBe(201);
    expect((await look(shop.sandbox, body.url)).text).toContain('Express Dashboard');
    expect((await look(shop.sandbox, body.url)).status).toBe(404);
  });
});

describe('a destination charge', () => {
  it('is paid to the platform, which passes it on and keeps its fee', async () => {
    const seller = newTenant();
    const id = await onboarded(seller);
    const opened = await sell(
      id,
      { quantity: 2, applicationFeeAmount: 300, onBehalfOf: true, buyer: { email: 'jenny@example.com' } },
      forTenant(seller),
    );
    expect(opened).toMatchObject({
      status: 201,
      body: {
        account: id,
        charge: 'destination',
        mode: 'payment',
        plan: 'lamp',
        price: lamp,
        applicationFee: { amount: 300, currency: 'usd' },
        applicationFeeBasisPoints: null,
      },
    });
    const page = await send(shop.sandbox, opened.body.url, { card: 'pm_card_visa', email: 'jenny@example.com' });
    expect(page.location).toContain(opened.body.id);
    shop.sandbox.engine.advance(5);
    await shop.settled();

    const { store } = shop.sandbox.engine;
    const session = store.checkoutSessions.get(opened.body.id);
    expect([session.payment_status, session.metadata, session.client_reference_id]).toEqual(['paid', {}, null]);
    const charge = store.charges.values().find((one) => one.payment_intent === session.payment_intent);
    expect(charge).toMatchObject({
      amount: 4_000,
      application_fee_amount: 300,
      application_fee: expect.stringMatching(/^fee_/),
      on_behalf_of: id,
      transfer: expect.stringMatching(/^tr_/),
      transfer_data: { destination: id },
    });
    expect(store.applicationFees.get(charge?.application_fee ?? '')).toMatchObject({
      account: id,
      amount: 300,
      originating_transaction: charge?.id,
    });
    const theirs = engineOf(id).store;
    expect(theirs.balanceTransactions.values()).toMatchObject([
      { amount: 4_000, fee: 300, net: 3_700, type: 'payment' },
    ]);
    const rows = await shop.backend.query(
      `SELECT amount::int, application_fee_amount::int AS fee, status FROM payment_intents WHERE id = $1`,
      [session.payment_intent],
    );
    expect(rows).toEqual([{ amount: 4_000, fee: 300, status: 'succeeded' }]);
    const links = await shop.backend.query('SELECT 1 FROM tenant_customers WHERE tenant_id = $1', [seller]);
    expect(links).toEqual([]);
  });

  it('of a subscription passes on what the fee leaves, of each invoice', async () => {
    const seller = newTenant();
    const id = await onboarded(seller);
    const buyer = newTenant();
    const body = { price: club, quantity: 3, applicationFeeBasisPoints: 1_250, buyer: { tenant: buyer } };
    const opened = await sell(id, body, forTenant(seller));
    expect(opened.body).toMatchObject({ mode: 'subscription', applicationFee: null, applicationFeeBasisPoints: 1_250 });
    await send(shop.sandbox, opened.body.url, { card: 'pm_card_visa', email: 'jenny@example.com' });
    await shop.settled();
    const { store } = shop.sandbox.engine;
    const subscription = store.subscriptions.get(store.checkoutSessions.get(opened.body.id).subscription ?? '');
    expect(subscription).toMatchObject({
      transfer_data: { amount_percent: 87.5, destination: id },
      metadata: { tenant_id: buyer },
    });
    expect(store.transfers.values().filter(({ destination }) => destination === id)).toMatchObject([{ amount: 2_625 }]);
    expect((await shop.ask('GET', '/stripe/entitlements', { tenant: buyer })).body).toMatchObject({ plan: 'club' });
    expect((await shop.ask('GET', '/stripe/entitlements', { tenant: seller })).body).toMatchObject({ plan: null });
    expect((await sell(id, body, forTenant(seller))).body.code).toBe('already_subscribed');
    expect((await sell(id, { ...body, allowSecondSubscription: true }, forTenant(seller))).status).toBe(201);
  });
});

describe('a direct charge', () => {
  it('is made in the account, of its own prices, and the fee comes to the platform', async () => {
    const seller = newTenant();
    const id = await onboarded(seller);
    const theirs = engineOf(id);
    const product = theirs.products.create({ name: 'Vase', metadata: { plan: 'vase' } }).id;
    const vase = theirs.prices.create({ currency: 'eur', product, unit_amount: 5_000 }).id;
    const monthly = theirs.prices.create({
      currency: 'eur',
      product,
      unit_amount: 800,
      recurring: { interval: 'month' },
    }).id;
    await shop.settled();
    const direct = { charge: 'direct', price: vase };
    const opened = await sell(id, { ...direct, applicationFeeAmount: 5_000 }, forTenant(seller));
    expect(opened.body).toMatchObject({ charge: 'direct', applicationFee: { amount: 5_000, currency: 'eur' } });
    expect(shop.sandbox.engine.store.checkoutSessions.find(opened.body.id)).toBeUndefined();
    await send(shop.sandbox, opened.body.url, { card: 'pm_card_visa', email: 'jenny@example.com' });
    shop.sandbox.engine.advance(5);
    await shop.settled();
    expect(theirs.store.charges.values()).toMatchObject([
      { amount: 5_000, application: expect.stringMatching(/^ca_/), application_fee_amount: 5_000, transfer_data: null },
    ]);
    expect(
      await shop.backend.query(
        'SELECT amount::int, application_fee_amount::int AS fee, currency FROM charges WHERE account = $1',
        [id],
      ),
    ).toEqual([{ amount: 5_000, fee: 5_000, currency: 'eur' }]);
    expect(shop.sandbox.engine.store.applicationFees.values()).toContainEqual(
      expect.objectContaining({ account: id, amount: 5_000, currency: 'eur', originating_transaction: null }),
    );

    const subscribed = await sell(
      id,
      { charge: 'direct', price: monthly, applicationFeeBasisPoints: 333 },
      forTenant(seller),
    );
    await send(shop.sandbox, subscribed.body.url, { card: 'pm_card_visa', email: 'jenny@example.com' });
    expect(theirs.store.subscriptions.values()).toMatchObject([{ application_fee_percent: 3.33 }]);
    expect(theirs.store.paymentIntents.values().at(-1)).toMatchObject({ amount: 800, application_fee_amount: 27 });
    expect((await sell(id, { charge: 'direct', price: lamp }, forTenant(seller))).body.code).toBe('not_for_sale');
    expect((await sell(id, { price: vase }, forTenant(seller))).body.code).toBe('not_for_sale');
    const audited = await shop.backend.query(
      `SELECT action, account, tenant_id, after -> 'applicationFeeAmount' AS fee FROM audit_log WHERE object_id = $1`,
      [opened.body.id],
    );
    expect(audited).toEqual([
      { action: 'connected_checkout_session.create', account: '', tenant_id: seller, fee: 5_000 },
    ]);
  });

  it('sent twice with one key is one session', async () => {
    const seller = newTenant();
    const id = await onboarded(seller);
    const as = { as: platform, headers: { 'countinghouse-tenant': seller, 'idempotency-key': 'press' } };
    const before = shop.sandbox.engine.store.checkoutSessions.values().length;
    const [first, again] = [await sell(id, {}, as), await sell(id, {}, as)];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(shop.sandbox.engine.store.checkoutSessions.values().length - before).toBe(1);
    expect((await sell(id, { applicationFeeAmount: 1 }, as)).body.code).toBe('idempotency_mismatch');
  });
});

describe('a sale is refused', () => {
  it('to a user, and to whoever holds a tenant’s key, with a fee or without', async () => {
    const seller = newTenant();
    const id = await onboarded(seller);
    const bound = await createKey(shop.backend, ['billing'], { tenantId: seller });
    const before = shop.sandbox.engine.store.checkoutSessions.values().length;
    for (const as of [{ tenant: seller }, { as: bound }, { as: bound, headers: { 'countinghouse-tenant': seller } }]) {
      for (const body of [{}, { applicationFeeAmount: 1 }]) {
        expect(await sell(id, body, as)).toMatchObject({ status: 403, body: { code: 'platform_key_required' } });
      }
    }
    expect(shop.sandbox.engine.store.checkoutSessions.values().length).toBe(before);
  });

  it('while charges are not enabled, and says what is missing', async () => {
    const tenant = newTenant();
    const { id } = (await open({}, { tenant })).body;
    for (const charge of ['destination', 'direct']) {
      const { status, body } = await sell(id, { charge }, forTenant(tenant));
      expect([status, body.code, body.disabledReason]).toEqual([409, 'account_not_enabled', 'requirements.past_due']);
      expect(body.currentlyDue).toContain('external_account');
    }
  });

  it('to a buyer who is held, in your account or in theirs', async () => {
    const seller = newTenant();
    const id = await onboarded(seller);
    const { prices, products } = engineOf(id);
    const vase = prices.create({
      currency: 'usd',
      product: products.create({ name: 'Vase' }).id,
      unit_amount: 5_000,
    }).id;
    await shop.settled();
    const operator = await createKey(shop.backend, ['operations']);
    const direct = { charge: 'direct', price: vase, buyer: { tenant: 'shady' } };
    const hold = (headers: Readonly<Record<string, string>>) =>
      shop.ask('POST', '/stripe/compliance/rules', {
        as: operator,
        headers,
        body: { tenant: 'shady', action: 'checkout', reason: 'sanctioned' },
      });
    expect((await hold({})).status).toBe(201);
    expect((await sell(id, { buyer: { tenant: 'shady' } }, forTenant(seller))).body.code).toBe('held');
    expect((await sell(id, { buyer: { tenant: 'decent' } }, forTenant(seller))).status).toBe(201);
    expect((await sell(id, direct, forTenant(seller))).status).toBe(201);
    expect((await hold({ 'countinghouse-account': id })).status).toBe(201);
    expect((await sell(id, direct, forTenant(seller))).body.code).toBe('held');
  });

  it.each(['before', 'after'])('when the owner has withdrawn access, %s the event', async (when) => {
    const seller = newTenant();
    const id = await onboarded(seller);
    const { prices, products, record } = engineOf(id);
    const vase = prices.create({
      currency: 'usd',
      product: products.create({ name: 'Vase' }).id,
      unit_amount: 5_000,
    }).id;
    await shop.settled();
    record.tellPlatform(when === 'after');
    shop.sandbox.engine.accounts.deauthorize(id);
    await shop.settled();
    for (const answer of [
      await onboard(id, { tenant: seller }),
      await signIn(id, { tenant: seller }),
      await sell(id, {}, forTenant(seller)),
      await sell(id, { charge: 'direct', price: vase }, forTenant(seller)),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'account_disconnected' } });
    }
    if (when === 'before') return;
    expect((await find(id, { tenant: seller })).body).toMatchObject({
      chargesEnabled: false,
      payoutsEnabled: false,
      deauthorizedAt: expect.stringMatching(/Z$/),
    });
    expect((await open({}, { tenant: seller })).status).toBe(201);
  });

  it.each<[string, object, string]>([
    ['a fee above the total', { quantity: 2, applicationFeeAmount: 4_001 }, '/applicationFeeAmount'],
    ['a fee of nothing', { applicationFeeAmount: 0 }, '/applicationFeeAmount'],
    ['a negative fee', { applicationFeeAmount: -1 }, '/applicationFeeAmount'],
    ['half a cent', { applicationFeeAmount: 0.5 }, '/applicationFeeAmount'],
    ['a share of one payment', { applicationFeeBasisPoints: 100 }, '/applicationFeeBasisPoints'],
    ['more than all', { applicationFeeBasisPoints: 10_001 }, '/applicationFeeBasisPoints'],
    ['a fraction of a share', { applicationFeeBasisPoints: 12.5 }, '/applicationFeeBasisPoints'],
    ['a percentage', { applicationFeePercent: 12.5 }, '/applicationFeePercent'],
    ['another destination', { transferData: { destination: 'acct_mine' } }, '/transferData'],
    ['another customer', { buyer: { customer: 'cus_1' } }, '/buyer/customer'],
    ['no charge type', { charge: undefined }, '/charge'],
    ['a separate charge', { charge: 'separate' }, '/charge'],
    ['a merchant of a direct charge', { charge: 'direct', onBehalfOf: true }, '/onBehalfOf'],
    ['another origin', { successUrl: 'https://evil.example.com/' }, '/successUrl'],
    ['a script', { cancelUrl: 'javascript:alert(1)' }, '/cancelUrl'],
    ['too many', { quantity: 100_001 }, '/quantity'],
  ])('with %s', async (_, body, pointer) => {
    const seller = `hostile_${tenants}`;
    const known = (await list({ tenant: seller })).body.data[0]?.id;
    const id = known ?? (await onboarded(seller));
    const { status, body: problem } = await sell(id, body, forTenant(seller));
    expect([status, problem.code, problem.errors?.map((fault) => fault.pointer)]).toEqual([
      400,
      'invalid_request',
      [pointer],
    ]);
  });
});

describe('a hostile request', () => {
  it.each<[string, object, string]>([
    ['no country', { country: undefined }, '/country'],
    ['a country in words', { country: 'Germany' }, '/country'],
    ['a country in small letters', { country: 'de' }, '/country'],
    ['no address', { email: 'ann' }, '/email'],
    ['another tenant', { tenant: 'tenant_2' }, '/tenant'],
    ['metadata', { metadata: { tenant_id: 'tenant_2' } }, '/metadata'],
    ['a type', { type: 'custom' }, '/type'],
    ['a controller', { controller: { losses: { payments: 'application' } } }, '/controller'],
    ['another dashboard', { dashboard: 'standard' }, '/dashboard'],
    ['another business', { businessType: 'bank' }, '/businessType'],
  ])('for an account with %s is refused', async (_, body, pointer) => {
    const { status, body: problem } = await open(body, { tenant: newTenant() });
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it.each<[string, object, string]>([
    ['another origin', { returnUrl: 'https://evil.example.com/' }, '/returnUrl'],
    ['a look-alike', { refreshUrl: 'https://app.example.com.evil.com/' }, '/refreshUrl'],
    ['a user', { refreshUrl: 'https://app.example.com@evil.com/' }, '/refreshUrl'],
    ['a script', { returnUrl: 'javascript:alert(1)' }, '/returnUrl'],
    ['no scheme', { returnUrl: '//evil.com' }, '/returnUrl'],
    ['a header', { returnUrl: 'https://app.example.com/\r\nx: y' }, '/returnUrl'],
    ['another type', { type: 'account_update' }, '/type'],
    ['another account', { account: 'acct_1' }, '/account'],
  ])('for a link with %s is refused', async (_, body, pointer) => {
    const { status, body: problem } = await onboard('acct_1', { tenant: newTenant() }, { ...LINK, ...body });
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it('for what is no id, or no page, finds nothing', async () => {
    for (const id of ['acct_', 'cus_1', "acct_1'--", '..%2Fx', `acct_${'x'.repeat(300)}`]) {
      expect([400, 404]).toContain((await find(id, { tenant: 'tenant_1' })).status);
    }
    for (const query of ['?limit=0', '?limit=101', '?cursor=x', '?tenant=tenant_2']) {
      expect((await list({ tenant: 'tenant_1' }, query)).status).toBe(400);
    }
  });
});
