import { StripeSandbox } from '../sandbox/sandbox.js';
import { Verifier } from '../src/operations/verify/verifier.js';
import { differenceText, type Difference } from '../src/operations/verify/difference.js';
import { startBackend, type Backend } from './support/backend.js';
import { backfill } from './support/backfill.js';
import { post, stripeEvent } from './support/signed-event.js';

const SUMMARY = 'entitlements.active_entitlement_summary';

let sandbox: StripeSandbox;
let backend: Backend;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 21 });
  backend = await startBackend({ env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url } });
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
});

/** No webhook tells of it: the backend's endpoint is not known to the sandbox. */
function subscribed(tenant: string, features: readonly string[]): string {
  const { customers, entitlements, prices, products, subscriptions } = sandbox.engine;
  const { id: product } = products.create({ name: tenant, metadata: { plan: tenant, features: 'of_the_plan' } });
  for (const key of features)
    entitlements.attach(product, entitlements.createFeature({ name: key, lookup_key: key }).id);
  const recurring = { interval: 'month' } as const;
  const { id: price } = prices.create({ currency: 'usd', unit_amount: 900, product, recurring });
  const { id } = customers.create({ payment_method: 'pm_card_visa', metadata: { tenant_id: tenant } });
  subscriptions.create({ customer: id, items: [{ price }] });
  return id;
}

const tenant = async (id: string) => (await backend.query('SELECT * FROM tenants WHERE id = $1', [id]))[0];
const summaries = () => backend.query<{ id: string }>('SELECT id FROM active_entitlement_summaries');

async function verify(repair: boolean, types = [SUMMARY], repairDeleted = false): Promise<string[]> {
  const said: string[] = [];
  const report = {
    moves: () => undefined,
    differs: (found: readonly Difference[]) => said.push(...found.map((one) => differenceText(one))),
    isGone: ({ id }: { id: string }) => said.push(`gone ${id}`),
    fails: ({ id }: { id: string }, reason: string) => said.push(`failed ${id} ${reason}`),
    isRefused: () => said.push('refused'),
    isRepaired: ({ id }: { id: string }) => said.push(`repaired ${id}`),
  };
  const request = { types, account: '', sample: null, repair, repairDeleted };
  await backend.app.get(Verifier, { strict: false }).run(request, report, new AbortController().signal);
  return said;
}

it('a backfill asks nobody for entitlements where there are no features', async () => {
  subscribed('by_plan', []);
  const path = '/v1/entitlements/active_entitlements*';
  const watch = sandbox.faults.add({ fault: 'slow', delayMs: 1, probability: 1, path });
  await backfill(backend);
  expect(sandbox.faults.list().find(({ id }) => id === watch)?.struck ?? 0).toBe(0);
  expect(await summaries()).toEqual([]);
});

it('a backfill brings them all, beyond ten, and leaves who has none with its plan', async () => {
  const many = Array.from({ length: 12 }, (_, n) => `feature_${n}`).toSorted();
  const payer = subscribed('entitled', many);
  await backfill(backend, { restart: true });
  expect(await summaries()).toEqual([{ id: payer }]);
  expect(await tenant('entitled')).toMatchObject({ features: many, entitled_by: 'stripe' });
  expect(await tenant('by_plan')).toMatchObject({ features: ['of_the_plan'], entitled_by: 'plan' });
});

it('verify finds an entitlement that was taken away by hand, and repairs the tenant with it', async () => {
  const [{ id: payer } = { id: '' }] = await summaries();
  sandbox.engine.advance(60); // what is read now is newer than the rows, however long the reads take
  expect(await verify(false)).toEqual([]);
  await backend.query(`DELETE FROM active_entitlements WHERE lookup_key = 'feature_3'`);
  expect(await verify(false)).toEqual([expect.stringContaining(` ${payer} entitlements: differs`)]);
  expect(await verify(true)).toEqual([expect.stringContaining(` ${payer} `), `repaired ${payer}`]);
  expect(await verify(false)).toEqual([]);
});

it.each(['subscription', 'checkout.session'])(
  'verify takes away what a %s gave that Stripe does not know, when it is told to',
  async (type) => {
    const [name, cus] = [`gone_${type}`, `cus_${type}`];
    const object = {
      subscription: { id: 'sub_gone', status: 'active', metadata: { tenant_id: name } },
      'checkout.session': { id: 'cs_gone', status: 'complete', client_reference_id: name },
    }[type];
    const told = stripeEvent({
      type: type === 'subscription' ? 'customer.subscription.updated' : 'checkout.session.completed',
      object: { object: type, customer: cus, created: 1_750_000_000, ...object },
      created: 1_750_000_000,
    });
    expect((await post(`${backend.url}/webhooks/stripe`, told)).status).toBe(200);
    await backend.settled();
    expect(await tenant(name)).toMatchObject({ customer_id: cus });
    const gone = `gone ${object?.id ?? ''}`;
    expect(await verify(false, [type])).toContain(gone);
    expect(await tenant(name)).toMatchObject({ customer_id: cus });
    expect(await verify(false, [type], true)).toContain(gone);
    expect(await tenant(name)).toMatchObject({ customer_id: null, subscription_id: null, live_subscriptions: 0 });
  },
);
