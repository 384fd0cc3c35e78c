import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import { REASONS, type ReasonCode } from '../../src/operations/customer-view/access/reason-codes.js';
import type { CustomerPage } from '../../src/operations/customer-view/page/customer-page.answers.js';
import { Verifier } from '../../src/operations/verify/verifier.js';
import { DueEventsRepository } from '../../src/webhooks/due-events.repository.js';
import { call, createKey } from '../support/api.js';
import { deliver } from '../support/deliver.js';
import { pay } from '../support/payments.js';
import { startShop, type Shop } from '../support/shop.js';
import { stripeEvent, type EventFields } from '../support/signed-event.js';

jest.setTimeout(60_000);

const DAY = 86_400;

let shop: Shop;
let operator: string;
let locks: pg.Client;
/** Every code that a story has reached. */
const reached = new Set<ReasonCode>();

beforeAll(async () => {
  // What an event that is in no row says is read for this page, so it has to be decrypted.
  const PAYLOAD_ENCRYPTION_KEYS = `k1:${randomBytes(32).toString('base64')}`;
  shop = await startShop('customer access', { env: { PAYLOAD_ENCRYPTION_KEYS } });
  operator = await createKey(shop.backend, ['operations']);
  locks = new pg.Client({ connectionString: shop.backend.databaseUrl });
  await locks.connect();
});
afterAll(async () => {
  await locks.end();
  await shop.close();
});

async function pageOf(customer: string, query = ''): Promise<CustomerPage> {
  const path = `/operations/customers/${customer}${query}`;
  const { status, body } = await call<CustomerPage>(shop.backend, 'GET', path, { as: operator });
  if (status !== 200) throw new Error(`${path} was answered with ${status}`);
  for (const { code } of body.access.because) reached.add(code);
  return body;
}

/** Whether it has access, and why: what is said of every customer is left out. */
async function why(customer: string, query = '') {
  const { access } = await pageOf(customer, query);
  const because = access.because.filter(({ code }) => code !== 'computed' && code !== 'last_event');
  return { granted: access.granted, codes: because.map(({ code }) => code), because, access };
}

const refsOf = (because: CustomerPage['access']['because'], code: ReasonCode, type?: string): string[] =>
  (because.find((reason) => reason.code === code)?.refs ?? [])
    .filter((ref) => type === undefined || ref.type === type)
    .map(({ id }) => id);

const customerOf = (tenant: string | null, payment_method?: string): string =>
  shop.sandbox.engine.customers.create({
    email: `${tenant ?? 'nobody'}@example.com`,
    ...(payment_method === undefined ? {} : { payment_method }),
    ...(tenant === null ? {} : { metadata: { tenant_id: tenant } }),
  }).id;

const send = async (fields: EventFields): Promise<string> => {
  const event = stripeEvent(fields);
  expect(await deliver(`${shop.backend.url}/webhooks/stripe`, event)).toBe(200);
  return String(event['id']);
};

/** A price of a plan's. */
const priced = (plan: string, metadata: Record<string, string> = { features: 'sso, audit' }): string =>
  shop.sell(plan, 1_900, metadata).monthly;

describe('lives that take time', () => {
  const lives: Record<string, { customer: string; subscription: string }> = {};

  beforeAll(async () => {
    const { engine } = shop.sandbox;
    engine.settings.finalFailure = 'unpaid';
    const price = priced('slow');
    const live = (name: string, card: string | undefined, params: object = {}) => {
      const customer = customerOf(name, card);
      const { id } = engine.subscriptions.create({ customer, items: [{ price }], ...params });
      lives[name] = { customer, subscription: id };
    };
    const onTrial = (missing_payment_method: 'pause' | 'cancel') => ({
      trial_period_days: 2,
      trial_settings: { end_behavior: { missing_payment_method } },
    });
    live('late', 'pm_card_chargeCustomerFail', { trial_period_days: 2 });
    live('paused-trial', undefined, onTrial('pause'));
    live('ended-trial', undefined, onTrial('cancel'));
    live('never-paid', 'pm_card_chargeCustomerFail');
    live('asked-for-3ds', 'pm_card_authenticationRequired');
    live('debited', 'pm_usBankAccount_success', { payment_behavior: 'default_incomplete' });
    live('on-trial', 'pm_card_visa', { trial_period_days: 90 });
    await shop.settled();
  });

  const of = (name: string) => lives[name] ?? { customer: '', subscription: '' };

  it('a first payment that was declined, or waits for the bank', async () => {
    const declined = await why(of('never-paid').customer);
    expect(declined).toMatchObject({ granted: false, codes: ['first_payment_missing'] });
    expect(declined.because[0]?.text).toMatch(/the payment of invoice in_\w+ \(\$19\.00\) was declined/);
    expect(refsOf(declined.because, 'first_payment_missing', 'invoice')).toHaveLength(1);
    expect(refsOf(declined.because, 'first_payment_missing', 'payment_intent')).toHaveLength(1);
    const asked = await why(of('asked-for-3ds').customer);
    expect(asked).toMatchObject({ granted: false, codes: ['authentication_open'] });
    expect(asked.because[0]?.text).toContain('3-D Secure');
  });

  it('a first payment by bank debit', async () => {
    const { engine } = shop.sandbox;
    const { customer } = of('debited');
    const waiting = engine.store.paymentIntents.values().find((intent) => intent.customer === customer);
    const method = engine.store.paymentMethods.values().find((one) => one.customer === customer);
    engine.paymentIntents.confirm(waiting?.id ?? '', { payment_method: method?.id ?? '' });
    await shop.settled();
    expect(await why(customer)).toMatchObject({ granted: false, codes: ['payment_processing'] });
  });

  it('trials: running, and over without a card', async () => {
    expect(await why(of('on-trial').customer)).toMatchObject({
      granted: true,
      codes: ['subscription_gives', 'trialing'],
    });
    shop.sandbox.engine.advance(3 * DAY);
    await shop.settled();
    const paused = await why(of('paused-trial').customer);
    expect(paused).toMatchObject({ granted: false, codes: ['trial_ended'], access: { status: 'paused' } });
    const ended = await why(of('ended-trial').customer);
    expect(ended).toMatchObject({ granted: false, codes: ['trial_ended'], access: { status: 'canceled' } });
    expect(await why(of('never-paid').customer)).toMatchObject({ granted: false, codes: ['first_payment_expired'] });
  });

  it('past due: since when, why, and when Stripe tries again', async () => {
    const { customer, subscription } = of('late');
    const { granted, codes, because } = await why(customer);
    expect([granted, codes]).toEqual([true, ['subscription_gives', 'past_due']]);
    const late = because.find(({ code }) => code === 'past_due');
    expect(late?.text).toMatch(
      /is past due since \d{4}-\d\d-\d\d \d\d:\d\d UTC because the payment of invoice in_\w+ \(\$19\.00\) was declined.* Attempts so far: \d\. (Next attempt at|An attempt was planned for)/,
    );
    expect(refsOf(because, 'past_due', 'subscription')).toEqual([subscription]);
    const [event] = refsOf(because, 'past_due', 'event');
    const [cause] = await shop.backend.query<{ type: string; at: Date }>(
      'SELECT event_type AS type, created_at AS at FROM stripe_event_log WHERE stripe_event_id = $1',
      [event],
    );
    expect([cause?.type, cause?.at.toISOString()]).toEqual(['customer.subscription.updated', late?.at]);
  });

  it('unpaid: Stripe has given up', async () => {
    shop.sandbox.engine.advance(40 * DAY);
    await shop.settled();
    const { granted, codes, because } = await why(of('late').customer);
    expect([granted, codes]).toEqual([false, ['subscription_unpaid']]);
    expect(because[0]?.text).toMatch(/is unpaid since .* was declined.*No further attempt is planned/);
  });
});

describe('whose it is', () => {
  it('nobody’s, a tenant’s that never bought, and one that does not exist', async () => {
    const price = priced('owner');
    const nobody = customerOf(null, 'pm_card_visa');
    const { id } = shop.sandbox.engine.subscriptions.create({ customer: nobody, items: [{ price }] });
    const never = customerOf('never-bought');
    await shop.settled();
    const lost = await why(nobody);
    expect(lost).toMatchObject({ granted: false, codes: ['no_tenant'] });
    expect(refsOf(lost.because, 'no_tenant')).toEqual([nobody, id]);
    expect((await pageOf(nobody)).subscriptions.data).toMatchObject([{ id, counts: false }]);
    expect(await why(never)).toMatchObject({ granted: false, codes: ['never_subscribed'] });
    const nowhere = await call(shop.backend, 'GET', '/operations/customers/cus_nowhere', { as: operator });
    expect([nowhere.status, nowhere.body['code']]).toEqual([404, 'not_found']);
  });

  it('two customers, of which one counts; two subscriptions; a buyer’s word', async () => {
    const price = priced('twice');
    const { customer: first, subscription } = await shop.subscribe('twice', price);
    shop.sandbox.engine.advance(5); // the older one counts
    const second = customerOf('twice', 'pm_card_visa');
    const stranger = customerOf(null, 'pm_card_visa');
    const other = shop.sandbox.engine.subscriptions.create({ customer: second, items: [{ price }] }).id;
    await send({
      type: 'checkout.session.completed',
      object: {
        id: 'cs_stranger',
        object: 'checkout.session',
        client_reference_id: 'twice',
        customer: stranger,
        mode: 'payment',
        status: 'complete',
        metadata: {},
      },
    });
    await shop.settled();
    const counts = await why(first);
    expect(counts.codes).toEqual(['subscription_gives', 'several_customers', 'several_subscriptions']);
    expect(refsOf(counts.because, 'several_subscriptions').toSorted()).toEqual([subscription, other].toSorted());
    const besides = await why(second);
    expect(besides).toMatchObject({ granted: true });
    expect(refsOf(besides.because, 'another_customer_counts')).toEqual([first, second]);
    const word = await pageOf(stranger);
    expect(word.tenant).toMatchObject({ id: 'twice', saidBy: 'checkout_session', isOwn: false });
    expect(word.access.because.map(({ code }) => code)).toContain('buyers_word');
  });

  it('deleted, and with its subscription’s end missing', async () => {
    const price = priced('deleted');
    const { customer } = await shop.subscribe('deleted', price);
    const half = customerOf(null, 'pm_card_visa');
    const metadata = { tenant_id: 'half-deleted' };
    const subscription = shop.sandbox.engine.subscriptions.create({ customer: half, items: [{ price }], metadata }).id;
    await shop.settled();
    shop.sandbox.engine.customers.delete(customer);
    await send({
      type: 'customer.deleted',
      object: { id: half, object: 'customer', deleted: true },
      created: shop.sandbox.engine.clock.now() + 60,
    });
    await shop.settled();
    const gone = await why(customer);
    expect(gone).toMatchObject({ granted: false, codes: ['customer_deleted'] });
    const [event] = await shop.backend.query<{ id: string }>(
      `SELECT stripe_event_id AS id FROM stripe_event_log WHERE object_key = $1 AND event_type = 'customer.deleted'`,
      [customer],
    );
    expect(refsOf(gone.because, 'customer_deleted', 'event')).toEqual([event?.id]);
    expect((await pageOf(customer)).customer).toMatchObject({ email: null, deletedAt: expect.any(String) });
    const doubted = await why(half);
    expect(doubted).toMatchObject({ granted: true });
    expect(refsOf(doubted.because, 'deleted_but_subscribed', 'subscription')).toEqual([subscription]);
  });
});

describe('its subscription', () => {
  it('is canceled, by which event; paused; to end; of a status to come', async () => {
    const { engine } = shop.sandbox;
    const price = priced('states');
    const ended = await shop.subscribe('ended', price);
    const paused = await shop.subscribe('paused', price);
    const ending = await shop.subscribe('ending', price);
    const frozen = await shop.subscribe('frozen', price);
    engine.subscriptions.cancel(ended.subscription);
    engine.subscriptions.pause(paused.subscription);
    engine.subscriptions.update(ending.subscription, { cancel_at_period_end: true });
    await shop.settled();
    const canceled = await why(ended.customer);
    expect(canceled).toMatchObject({ granted: false, codes: ['subscription_canceled'], access: { plan: 'states' } });
    const [event] = await shop.backend.query<{ id: string }>(
      `SELECT stripe_event_id AS id FROM stripe_event_log
        WHERE object_key = $1 AND event_type = 'customer.subscription.deleted'`,
      [ended.subscription],
    );
    expect(canceled.because[0]?.text).toContain(`by event ${event?.id ?? ''}: somebody asked for it`);
    expect(refsOf(canceled.because, 'subscription_canceled', 'event')).toEqual([event?.id]);
    expect(await why(paused.customer)).toMatchObject({ granted: false, codes: ['subscription_paused'] });
    expect((await why(ending.customer)).codes).toEqual(['subscription_gives', 'ends_soon']);

    const known = engine.store.subscriptions.get(frozen.subscription);
    const later = (status: string, more: object = {}) =>
      send({
        type: 'customer.subscription.updated',
        object: { ...known, status, ...more },
        created: engine.clock.now() + 100,
      });
    await later('frozen');
    await shop.settled();
    expect(await why(frozen.customer)).toMatchObject({ granted: false, codes: ['status_unknown'] });
  });

  it('is not collected', async () => {
    const { engine } = shop.sandbox;
    const { customer, subscription } = await shop.subscribe('uncollected', priced('uncollected'));
    const object = { ...engine.store.subscriptions.get(subscription), pause_collection: { behavior: 'void' } };
    await send({ type: 'customer.subscription.updated', object, created: engine.clock.now() + 100 });
    await shop.settled();
    expect((await why(customer)).codes).toEqual(['subscription_gives', 'collection_paused']);
  });
});

describe('what was bought', () => {
  it('a plan, its features and limits, and a feature that another plan has', async () => {
    priced('company', { features: 'sso, exports' });
    const { customer } = await shop.subscribe('buyer', priced('small', { features: 'sso', limit_seats: '5' }));
    const { granted, because, access } = await why(customer, '?feature=exports');
    expect(granted).toBe(true);
    expect(access).toMatchObject({ plan: 'small', features: ['sso'], limits: { seats: 5 } });
    expect(access.feature).toEqual({ name: 'exports', granted: false });
    expect(because.map(({ code }) => code)).toEqual(['subscription_gives', 'feature_missing', 'plan_limits']);
    expect(because[1]?.text).toContain('These plans do: company');
    expect((await why(customer, '?feature=sso')).access.feature).toEqual({ name: 'sso', granted: true });
  });

  it('a price without a plan, one without features, and one of which nothing has arrived', async () => {
    const { engine } = shop.sandbox;
    const product = engine.products.create({ name: 'Nameless' }).id;
    const recurring = { interval: 'month' } as const;
    const price = engine.prices.create({ currency: 'usd', product, unit_amount: 500, recurring }).id;
    const { customer, subscription } = await shop.subscribe('nameless', price);
    const nameless = await why(customer);
    expect(nameless).toMatchObject({
      granted: true,
      codes: ['subscription_gives', 'price_without_plan', 'plan_without_features'],
    });
    expect(refsOf(nameless.because, 'price_without_plan')).toEqual([price, product]);
    const known = engine.store.subscriptions.get(subscription);
    const [item] = known.items.data;
    await send({
      type: 'customer.subscription.updated',
      object: {
        ...known,
        items: {
          ...known.items,
          data: [{ ...item, price: { ...item?.price, id: 'price_late', product: 'prod_late' } }],
        },
      },
      created: engine.clock.now() + 100,
    });
    await shop.settled();
    expect(refsOf((await why(customer)).because, 'price_unknown')).toEqual(['price_late', 'prod_late']);
  });

  it('by Stripe’s entitlements, and by none', async () => {
    const { customer } = await shop.subscribe('entitled', priced('entitled'));
    const summary = (data: object[], created: number) =>
      send({
        type: 'entitlements.active_entitlement_summary.updated',
        object: {
          object: 'entitlements.active_entitlement_summary',
          customer,
          entitlements: { object: 'list', data, has_more: false, url: '/v1/x' },
          livemode: false,
        },
        created: shop.sandbox.engine.clock.now() + created,
      });
    const given = await summary(
      [{ id: 'ent_1', object: 'entitlements.active_entitlement', feature: 'feat_1', lookup_key: 'exports' }],
      100,
    );
    await shop.settled();
    const entitled = await why(customer);
    expect(entitled).toMatchObject({ granted: true, codes: ['stripe_gives'], access: { features: ['exports'] } });
    expect(refsOf(entitled.because, 'stripe_gives', 'event')).toEqual([given]);
    await summary([], 200);
    await shop.settled();
    expect(await why(customer)).toMatchObject({ granted: false, codes: ['no_active_entitlements'] });
  });
});

describe('what keeps it from buying', () => {
  it('disputes, reviews and warnings, each naming the payment', async () => {
    const { engine } = shop.sandbox;
    const disputed = await pay(shop, 'disputed');
    const dispute = engine.disputes.create({ charge: disputed.charge }).id;
    const reviewed = await pay(shop, 'reviewed', { card: 'pm_card_riskLevelElevated' });
    const warned = await pay(shop, 'warned', { card: 'pm_card_createIssuerFraudRecord' });
    await shop.settled();
    const { because } = await why(disputed.customer);
    expect(refsOf(because, 'held_by_dispute')).toEqual([dispute, disputed.charge]);
    expect((await pageOf(disputed.customer)).holds).toMatchObject([
      { id: dispute, kind: 'dispute', actions: ['checkout'] },
    ]);
    expect((await why(reviewed.customer)).codes).toContain('held_by_review');
    expect((await why(warned.customer)).codes).toContain('held_by_warning');
  });

  it('rules, and what they have refused', async () => {
    const customer = customerOf('ruled', 'pm_card_visa');
    await shop.settled();
    const rule = await shop.ask('POST', '/stripe/compliance/rules', {
      as: operator,
      body: { tenant: 'ruled', reason: 'Owes us' },
    });
    const { because } = await why(customer);
    expect(refsOf(because, 'held_by_rule')).toEqual([rule.body['id']]);
    const body = {
      price: priced('forbidden'),
      successUrl: 'https://app.example.com/a',
      cancelUrl: 'https://app.example.com/b',
    };
    await shop.settled();
    const refused = await shop.ask('POST', '/stripe/checkout/sessions', { tenant: 'ruled', body });
    expect(refused.body['code']).toBe('held');
    expect((await pageOf(customer)).refusals.data).toMatchObject([
      { action: 'checkout', holds: [{ id: rule.body['id'] }], requestId: refused.body['requestId'] },
    ]);
  });

  it('a refund whose end nobody knows', async () => {
    const { customer, charge } = await pay(shop, 'doubtful');
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/refunds', times: 2 });
    const refunds = await createKey(shop.backend, ['refunds']);
    const asked = await call(shop.backend, 'POST', '/stripe/refunds', { as: refunds, body: { charge, amount: 100 } });
    shop.sandbox.faults.clear();
    expect(asked.body['code']).toBe('outcome_unknown');
    const { because } = await why(customer);
    expect(refsOf(because, 'refund_unknown')).toEqual([asked.body['request']]);
    expect((await pageOf(customer)).refundRequests.data).toMatchObject([
      { id: asked.body['request'], state: 'unknown', release: expect.stringMatching(/may_be_made|told/) },
    ]);
    await shop.settled();
  });
});

describe('what may be missing here', () => {
  /** Runs `look` while events and pages that concern the customer, or the tenant, have to wait. */
  async function whileLocked(
    sql: string,
    parameters: string[],
    happen: () => Promise<unknown>,
    look: () => Promise<void>,
  ) {
    await locks.query('BEGIN');
    await locks.query(sql, parameters);
    try {
      await happen();
      await look();
    } finally {
      await locks.query('ROLLBACK');
    }
    await shop.settled();
  }

  it('events that were given up, though their object has no row', async () => {
    const customer = customerOf('poisoned');
    await shop.settled();
    const id = await send({
      type: 'customer.subscription.created',
      object: { id: 'sub_poison', object: 'subscription', customer, status: 'active', items: 'none' },
      created: shop.sandbox.engine.clock.now(),
    });
    await shop.settled();
    const { granted, codes, because } = await why(customer);
    expect([granted, codes]).toEqual([false, ['never_subscribed', 'events_dead']]);
    expect(because[1]?.text).toMatch(/customer\.subscription\.created\. Errors: permanent/);
    expect(refsOf(because, 'events_dead')).toEqual([id]);
  });

  it('events that wait, and events that failed', async () => {
    const { customer } = await shop.subscribe('waiting', priced('waiting'));
    const { engine } = shop.sandbox;
    let told = '';
    await whileLocked(
      'SELECT FROM customers WHERE id = $1 FOR UPDATE',
      [customer],
      async () => {
        const object = { ...engine.store.customers.get(customer), description: 'news' };
        told = await send({ type: 'customer.updated', object, created: engine.clock.now() + 50 });
      },
      async () => {
        const waits = await why(customer);
        expect(waits.codes).toEqual(['subscription_gives', 'events_waiting']);
        expect(refsOf(waits.because, 'events_waiting')).toEqual([told]);
      },
    );
    expect((await why(customer)).codes).toEqual(['subscription_gives']);
    // What a read from Stripe would decide while Stripe cannot be read: two states of one second.
    shop.sandbox.faults.add({ fault: 'error', method: 'GET', times: 1_000 });
    const object = engine.store.customers.get(customer);
    const created = engine.clock.now() + 500;
    await send({ type: 'customer.updated', object: { ...object, description: 'one' }, created });
    await send({ type: 'customer.updated', object: { ...object, description: 'other' }, created });
    const deadline = Date.now() + 20_000;
    let failed = await why(customer);
    while (!failed.codes.includes('events_failed') && Date.now() < deadline) failed = await why(customer);
    expect(failed.because.find(({ code }) => code === 'events_failed')?.text).toMatch(/Next attempt at/);
    shop.sandbox.faults.clear();
    await shop.backend.query(`UPDATE stripe_event_log SET next_attempt_at = now() WHERE status = 'failed'`);
    await shop.settled();
  });

  it('a backlog, of whomever', async () => {
    const { customer } = await shop.subscribe('patient', priced('patient'));
    // As a worker that was killed an hour ago leaves it: taken in, and nobody takes it up.
    const claims = jest.spyOn(shop.backend.app.get(DueEventsRepository, { strict: false }), 'claimFresh');
    claims.mockResolvedValue([]);
    await shop.backend.query(
      `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, created_at, received_at)
       VALUES ('evt_left', 'customer.updated', false, now(), now() - interval '1 hour')`,
    );
    const { codes, because } = await why(customer);
    await shop.backend.query(`DELETE FROM stripe_event_log WHERE stripe_event_id = 'evt_left'`);
    claims.mockRestore();
    expect(codes).toEqual(['subscription_gives', 'backlog']);
    expect(because[1]?.text).toMatch(/^1 event of all customers .* 36\d\d seconds/);
  });

  it('a product whose tenants are being computed again', async () => {
    const { product, monthly } = shop.sell('changing', 900, { features: 'sso' });
    const { customer } = await shop.subscribe('changing', monthly);
    await whileLocked(
      'SELECT FROM tenant_customers WHERE customer_id = $1 FOR UPDATE',
      [customer],
      async () => {
        shop.sandbox.engine.products.update(product, { metadata: { features: 'sso, audit' } });
        await shop.sandbox.deliveries.settled();
        const deadline = Date.now() + 10_000;
        const pages = `SELECT FROM outbox WHERE topic = 'tenants' AND status = 'pending'`;
        while ((await shop.backend.query(pages)).length === 0 && Date.now() < deadline);
      },
      async () => {
        const { because } = await why(customer);
        expect(refsOf(because, 'recomputing')).toEqual([product]);
      },
    );
    expect(await why(customer)).toMatchObject({
      codes: ['subscription_gives'],
      access: { features: ['audit', 'sso'] },
    });
    // Forty attempts over two days and a half are no story for a test.
    await shop.backend.query(
      `INSERT INTO outbox (topic, business_key, payload, status)
       SELECT 'tenants', 'given up', jsonb_set(payload, '{run}', '"another"'), 'dead' FROM outbox
        WHERE topic = 'tenants' AND payload ->> 'id' = $1 LIMIT 1`,
      [product],
    );
    expect(refsOf((await why(customer)).because, 'recompute_dead')).toEqual([product]);
    shop.sandbox.engine.products.update(product, { metadata: { features: 'sso' } });
    await shop.settled();
    expect((await why(customer)).codes).toEqual(['subscription_gives']);
  });

  it('events of the other mode', async () => {
    const object = { id: 'cus_live', object: 'customer', metadata: { tenant_id: 'live' }, livemode: true };
    const id = await send({ type: 'customer.created', object, livemode: true });
    await shop.backend.settled();
    const { codes, because } = await why('cus_live');
    expect(codes).toEqual(['no_tenant', 'mode_mismatch']);
    expect(refsOf(because, 'mode_mismatch')).toEqual([id]);
  });

  it('rows that no rule could decide', async () => {
    const created = 1_700_000_100;
    const object = { id: 'cus_unknown_there', object: 'customer', metadata: { tenant_id: 'ambiguous' } };
    const ids = [
      await send({ type: 'customer.updated', object: { ...object, description: 'one' }, created }),
      await send({ type: 'customer.updated', object: { ...object, description: 'other' }, created }),
    ];
    await shop.backend.settled();
    const doubted = await why('cus_unknown_there');
    expect(doubted.codes).toEqual(['never_subscribed', 'rows_ambiguous']);
    expect(ids).toEqual(expect.arrayContaining(refsOf(doubted.because, 'rows_ambiguous')));
  });

  it('rows that the comparison with Stripe found to be wrong', async () => {
    const { customer, subscription } = await shop.subscribe('wrong', priced('wrong'));
    await shop.backend.query('UPDATE subscriptions SET cancel_at = now() WHERE id = $1', [subscription]);
    const ignore = () => undefined;
    const report = {
      moves: ignore,
      differs: ignore,
      isGone: ignore,
      fails: ignore,
      isRefused: ignore,
      isRepaired: ignore,
    };
    const request = { types: ['subscription'], account: '', sample: null, repair: false, repairDeleted: false };
    await shop.backend.app.get(Verifier, { strict: false }).run(request, report, new AbortController().signal);
    const { because } = await why(customer);
    expect(refsOf(because, 'rows_differ')).toEqual([subscription]);
    expect(because.find(({ code }) => code === 'rows_differ')?.text).toContain(`${subscription} (`);
  });

  it('an account that has left', async () => {
    const { accounts } = shop.sandbox.engine;
    const { id } = accounts.create({ type: 'standard' });
    const customer = accounts.get(id).customers.create({ metadata: { tenant_id: 'theirs' } }).id;
    await shop.settled();
    expect((await why(customer, `?account=${id}`)).codes).toEqual(['never_subscribed']);
    accounts.deauthorize(id);
    await shop.settled();
    const { because } = await why(customer, `?account=${id}`);
    expect(refsOf(because, 'account_left')).toEqual([id]);
  });
});

it('every code has its story', () => {
  const missing = Object.keys(REASONS).filter((code) => ![...reached].some((one) => one === code));
  expect(missing).toEqual([]);
});
