import { jest } from '@jest/globals';
import { createKey } from '../support/api.js';
import { deliver } from '../support/deliver.js';
import { CANCEL, startShop, SUCCESS, type Shop } from '../support/shop.js';
import { stripeEvent } from '../support/signed-event.js';

jest.setTimeout(180_000);

interface Hold {
  readonly id: string;
  readonly kind: string;
  readonly tenant: string | null;
  readonly actions: readonly string[];
  readonly [field: string]: unknown;
}

let shop: Shop;
let price: string;
let operator: string;

beforeAll(async () => {
  shop = await startShop('compliance-events');
  const { engine } = shop.sandbox;
  const product = engine.products.create({ name: 'Import', metadata: { plan: 'import' } }).id;
  price = engine.prices.create({ currency: 'usd', product, unit_amount: 5_000 }).id;
  operator = await createKey(shop.backend, ['operations']);
  await shop.settled();
});
afterAll(() => shop.close());

/** One event of a life: `n` makes the ids, so that each order has a life of its own. */
type Step = (n: number) => { readonly type: string; readonly object: Record<string, unknown> };

const customer: Step = (n) => ({
  type: 'customer.created',
  object: { id: `cus_${n}`, object: 'customer', metadata: { tenant_id: `t_${n}` }, created: 1 },
});
const charge: Step = (n) => ({
  type: 'charge.succeeded',
  object: {
    id: `ch_${n}`,
    object: 'charge',
    customer: `cus_${n}`,
    payment_intent: `pi_${n}`,
    amount: 5_000,
    currency: 'usd',
    status: 'succeeded',
    captured: true,
    metadata: {},
  },
});
const risk =
  (type: string, prefix: string, object: string, fields: object): Step =>
  (n) => ({ type, object: { id: `${prefix}_${n}`, object, charge: `ch_${n}`, created: 1_700_000_010, ...fields } });
const warning = (actionable: boolean) =>
  risk(
    actionable ? 'radar.early_fraud_warning.created' : 'radar.early_fraud_warning.updated',
    'issfr',
    'radar.early_fraud_warning',
    { actionable, fraud_type: 'misc' },
  );
const review = (closed: string | null) =>
  risk(closed === null ? 'review.opened' : 'review.closed', 'prv', 'review', {
    open: closed === null,
    reason: closed ?? 'rule',
    opened_reason: 'rule',
    closed_reason: closed,
  });
const dispute = (status: string, event: string) =>
  risk(`charge.dispute.${event}`, 'dp', 'dispute', {
    status,
    reason: 'fraudulent',
    amount: 5_000,
    currency: 'usd',
    balance_transactions: [],
    is_charge_refundable: status.startsWith('warning'),
    metadata: {},
  });

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

let lives = 0;
const url = () => `${shop.backend.url}/webhooks/stripe`;

/** Delivers what happened in every order, each order in a life of its own; answers with the lives' numbers. */
async function inEveryOrder(steps: readonly Step[]): Promise<number[]> {
  const all = orders(steps.map((step, second) => ({ step, second }))).map((order) => ({ order, n: (lives += 1) }));
  for (const place of steps.keys()) {
    const statuses = await Promise.all(
      all.map(({ order, n }) => {
        const { step, second } = order[place] ?? { step: customer, second: 0 };
        return deliver(url(), stripeEvent({ ...step(n), created: 1_700_000_000 + second }));
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await shop.backend.settled(); // of one life each alone: nothing is put right by standing in one batch
  }
  return all.map(({ n }) => n);
}

async function holds(): Promise<Hold[]> {
  const all: Hold[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await shop.ask<{ data: Hold[]; nextCursor: string | null }>(
      'GET',
      `/stripe/compliance/holds?limit=100${query}`,
      { as: operator },
    );
    all.push(...body.data);
    cursor = body.nextCursor;
  }
  return all;
}
const holdsOf = async (n: number) => (await holds()).filter(({ charge: of }) => of === `ch_${n}`);
const checkout = async (n: number) => {
  const body = { price, successUrl: SUCCESS, cancelUrl: CANCEL };
  return (await shop.ask<{ code?: string }>('POST', '/stripe/checkout/sessions', { tenant: `t_${n}`, body })).body.code;
};
const release = (id: string, kind: string) =>
  shop.ask('POST', `/stripe/compliance/holds/${id}/release`, {
    as: operator,
    body: { kind, reason: 'The cardholder called.' },
  });

describe('in every order of arrival', () => {
  it.each<[string, Step[], object | null]>([
    ['a warning', [warning(true)], { kind: 'early_fraud_warning', actions: ['checkout'], reason: 'misc' }],
    ['a warning that is over', [warning(true), warning(false)], null],
    ['a review', [review(null)], { kind: 'review', actions: ['checkout', 'refund'] }],
    ['a review that ended well', [review(null), review('approved')], null],
    ['a review that ended with a refund', [review(null), review('refunded')], null],
    [
      'a review that found fraud',
      [review(null), review('refunded_as_fraud')],
      { kind: 'fraud_review', actions: ['checkout'], reason: 'refunded_as_fraud' },
    ],
    ['an inquiry', [dispute('warning_needs_response', 'created')], { kind: 'inquiry', actions: ['checkout'] }],
    [
      'an inquiry that was closed',
      [dispute('warning_needs_response', 'created'), dispute('warning_closed', 'closed')],
      null,
    ],
    [
      'a dispute',
      [dispute('needs_response', 'created')],
      { kind: 'dispute', actions: ['checkout'], reason: 'fraudulent' },
    ],
    ['a dispute that was won', [dispute('needs_response', 'created'), dispute('won', 'closed')], null],
    ['a dispute that was prevented', [dispute('prevented', 'created')], null],
    [
      'a dispute that was lost',
      [dispute('needs_response', 'created'), dispute('lost', 'closed')],
      { kind: 'lost_dispute', actions: ['checkout'] },
    ],
    [
      'a dispute with a status to come',
      [dispute('appeal_under_review', 'updated')],
      { kind: 'dispute', actions: ['checkout'] },
    ],
  ])('%s', async (_, steps, expected) => {
    for (const n of await inEveryOrder([customer, charge, ...steps])) {
      const found = await holdsOf(n);
      expect(found).toEqual(
        expected === null
          ? []
          : [
              expect.objectContaining({
                ...expected,
                effect: 'hold',
                tenant: `t_${n}`,
                customer: `cus_${n}`,
                charge: `ch_${n}`,
                paymentIntent: `pi_${n}`,
              }),
            ],
      );
      expect((await checkout(n)) === 'held').toBe(expected !== null);
    }
  });
});

describe('a release by an operator', () => {
  it('lets the tenant buy again, whether what happened comes again or late', async () => {
    const [n = 0] = await inEveryOrder([customer]);
    const told = async (step: Step, created: number) => {
      await deliver(url(), stripeEvent({ ...step(n), created }));
      await shop.backend.settled();
    };
    await told(charge, 1_700_000_001);
    await told(dispute('warning_needs_response', 'created'), 1_700_000_002);
    expect(await checkout(n)).toBe('held');

    const released = await release(`dp_${n}`, 'inquiry');
    expect(released).toMatchObject({ status: 200, body: { hold: `dp_${n}`, kind: 'inquiry', tenant: null } });
    expect((await release(`dp_${n}`, 'inquiry')).body).toEqual(released.body);
    expect(await holdsOf(n)).toEqual([]);
    expect(await checkout(n)).not.toBe('held');
    await told(dispute('warning_under_review', 'updated'), 1_700_000_003); // no worse than before
    expect(await checkout(n)).not.toBe('held');

    await told(dispute('needs_response', 'updated'), 1_700_000_004); // a chargeback now: not what was released
    expect(await checkout(n)).toBe('held');
    expect(await release(`dp_${n}`, 'inquiry')).toMatchObject({ status: 409, body: { code: 'not_releasable' } });
    expect(await checkout(n)).toBe('held');
    expect((await release(`dp_${n}`, 'dispute')).body).toMatchObject({ kind: 'dispute' });
    expect(await checkout(n)).not.toBe('held');
    await told(dispute('lost', 'closed'), 1_700_000_005);
    expect(await holdsOf(n)).toMatchObject([{ kind: 'lost_dispute' }]);
    expect((await release(`dp_${n}`, 'dispute')).status).toBe(409);
    expect((await release(`dp_${n}`, 'lost_dispute')).status).toBe(200);
    await told(dispute('appeal_under_review', 'updated'), 1_700_000_006); // after the worst, nothing is worse
    expect(await checkout(n)).not.toBe('held');

    expect(
      await shop.backend.query(
        `SELECT action, before ->> 'kind' AS kind FROM audit_log WHERE object_type = 'hold' AND object_id = $1 ORDER BY id`,
        [`dp_${n}`],
      ),
    ).toEqual(['inquiry', 'dispute', 'lost_dispute'].map((kind) => ({ action: 'hold.release', kind })));
  });
});

it('a review that finds fraud after it was seen is not released with what was seen', async () => {
  const [n = 0] = await inEveryOrder([customer]);
  for (const [second, step] of [charge, review(null), review('refunded_as_fraud')].entries()) {
    await deliver(url(), stripeEvent({ ...step(n), created: 1_700_000_001 + second }));
  }
  await shop.backend.settled();
  expect(await release(`prv_${n}`, 'review')).toMatchObject({ status: 409, body: { code: 'not_releasable' } });
  expect(await checkout(n)).toBe('held');
  expect((await release(`prv_${n}`, 'fraud_review')).status).toBe(200);
  expect(await checkout(n)).not.toBe('held');
});

it('of another account nothing is held here', async () => {
  const [n = 0] = await inEveryOrder([customer]);
  await deliver(url(), stripeEvent({ ...charge(n), created: 1_700_000_001 }));
  await deliver(
    url(),
    stripeEvent({ ...dispute('needs_response', 'created')(n), created: 1_700_000_002, account: 'acct_9' }),
  );
  await shop.backend.settled();
  expect(await checkout(n)).not.toBe('held');
  expect(await holdsOf(n)).toEqual([]);
});

it('a life at Stripe: disputed, held, won, free', async () => {
  const { engine } = shop.sandbox;
  const tenant = `t_${(lives += 1)}`;
  const { id } = engine.customers.create({ payment_method: 'pm_card_visa', metadata: { tenant_id: tenant } });
  const recurring = engine.prices.create({
    currency: 'usd',
    product: engine.products.create({ name: 'Plan' }).id,
    unit_amount: 900,
    recurring: { interval: 'month' },
  });
  engine.subscriptions.create({ customer: id, items: [{ price: recurring.id }] });
  const paid = engine.store.charges.values().find(({ customer: payer }) => payer === id);
  const { id: disputed } = engine.disputes.create({ charge: paid?.id ?? '' });
  await shop.settled();
  expect(await checkout(lives)).toBe('held');
  engine.disputes.decide(disputed, 'won');
  await shop.settled();
  expect(await checkout(lives)).toBeUndefined();
});
