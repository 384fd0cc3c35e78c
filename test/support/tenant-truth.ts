import type { StripeSandbox } from '../../sandbox/sandbox.js';

/** Whatever can be asked for rows. */
interface Rows {
  query<Row extends object>(sql: string): Promise<Row[]>;
}

type Truth = ReturnType<StripeSandbox['state']>;
type Subscription = Truth['subscriptions'][number];

interface Expected {
  readonly subscriptionId: string | null;
  readonly liveSubscriptions: number;
  readonly plan: string | null;
  readonly features: readonly string[];
}

const RANKS: readonly string[][] = [['active', 'trialing', 'past_due'], ['unpaid'], ['paused'], ['incomplete']];
const rankOf = ({ status }: Subscription): number => {
  const rank = RANKS.findIndex((statuses) => statuses.includes(status));
  return rank === -1 ? RANKS.length : rank;
};
const isLive = (subscription: Subscription): boolean =>
  subscription.status !== 'incomplete' && rankOf(subscription) < RANKS.length;

const latest = <T extends { created: number; id: string }>(items: readonly T[]): T | undefined =>
  items.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1)).at(-1);

const named = (metadata: Readonly<Record<string, string>> | null | undefined): string | null =>
  metadata?.['tenant_id'] ?? metadata?.['user_id'] ?? null;

const isDeleted = (object: object): boolean => 'deleted' in object && object.deleted === true;

/** Of a subscription's first item, and what all of its items give while it is good for something. */
function planOf(state: Truth, subscription: Subscription | undefined): Pick<Expected, 'plan' | 'features'> {
  const items = (subscription?.items.data ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const told = items.map(({ price }) => {
    const product = state.products.find(({ id }) => id === price.product);
    const own = state.prices.find(({ id }) => id === price.id);
    const ofPrice = own && !isDeleted(own) ? own.metadata : {};
    const ofProduct = product && !isDeleted(product) ? product.metadata : {};
    const features = ofPrice['features'] ?? ofProduct['features'] ?? '';
    return { plan: ofPrice['plan'] ?? ofProduct['plan'] ?? price.product, features: features.split(',') };
  });
  const grants = ['trialing', 'active', 'past_due'].includes(subscription?.status ?? '');
  const features = grants ? told.flatMap((one) => one.features).filter((name) => name !== '') : [];
  return { plan: told[0]?.plan ?? null, features: [...new Set(features)].toSorted() };
}

const NOTHING: Expected = { subscriptionId: null, liveSubscriptions: 0, plan: null, features: [] };

/** Whose a customer is, and how surely: 0 when the customer itself says so, 1 a checkout, 2 a subscription. */
interface Belongs {
  readonly tenant: string;
  readonly doubt: number;
}

/** The surest of those that give access, then one that is paid, then the oldest; of those that give none the latest. */
function chosenOf(own: readonly Subscription[], doubt: (of: Subscription) => number): Subscription | undefined {
  const rank = Math.min(...own.map(rankOf));
  const best = own.filter((subscription) => rankOf(subscription) === rank);
  const surest = best.filter((subscription) => doubt(subscription) === Math.min(...best.map(doubt)));
  if (rank > 0) {
    const last = Math.max(...surest.map(({ created }) => created));
    return surest.filter(({ created }) => created === last).toSorted((a, b) => (a.id < b.id ? -1 : 1))[0];
  }
  const paid = surest.filter(({ status }) => status !== 'past_due');
  const among = paid.length > 0 ? paid : surest;
  return among.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))[0];
}

/** What the tenants table should say, computed again in the plainest way from the sandbox's own objects. */
function expectedTenants(state: Truth): Map<string, Expected> {
  const belongs = new Map<string, Belongs>();
  for (const customer of state.customers) {
    const deleted = 'deleted' in customer && customer.deleted === true;
    const sessions = state.checkout_sessions
      .filter(({ status, customer: id }) => status === 'complete' && id === customer.id)
      .filter(({ client_reference_id: reference, metadata }) => reference ?? named(metadata));
    const session = latest(sessions);
    const subscription = latest(state.subscriptions.filter((s) => s.customer === customer.id && named(s.metadata)));
    const words = [
      deleted ? null : named(customer.metadata),
      session?.client_reference_id ?? named(session?.metadata),
      named(subscription?.metadata),
    ];
    const doubt = words.findIndex((word) => word !== null);
    const tenant = words[doubt];
    if (tenant) belongs.set(customer.id, { tenant, doubt });
  }
  const tenants = new Map<string, Expected>();
  for (const tenant of new Set([...belongs.values()].map((one) => one.tenant))) {
    const own = state.subscriptions.filter(({ customer }) => belongs.get(customer)?.tenant === tenant);
    const chosen = chosenOf(own, ({ customer }) => belongs.get(customer)?.doubt ?? 0);
    const subscriptionId = chosen?.id ?? null;
    tenants.set(tenant, { subscriptionId, liveSubscriptions: own.filter(isLive).length, ...planOf(state, chosen) });
  }
  return tenants;
}

/** Every difference between the derived rows and a plain recomputation; empty when they are equal. */
export async function tenantDifferences(backend: Rows, sandbox: StripeSandbox): Promise<string[]> {
  const expected = expectedTenants(sandbox.state());
  const rows = await backend.query<Expected & { id: string; customerId: string | null }>(
    `SELECT id, customer_id AS "customerId", subscription_id AS "subscriptionId",
            live_subscriptions AS "liveSubscriptions", plan, features FROM tenants`,
  );
  const found: string[] = [];
  for (const { id, customerId, subscriptionId, liveSubscriptions, plan, features } of rows) {
    const there = expected.get(id) ?? NOTHING;
    if (customerId === null && expected.has(id)) found.push(`tenant ${id} has no customer here`);
    const here = { subscriptionId, liveSubscriptions, plan, features };
    if (JSON.stringify(here) !== JSON.stringify(there)) {
      found.push(`tenant ${id}: here ${JSON.stringify(here)}, there ${JSON.stringify(there)}`);
    }
    expected.delete(id);
  }
  for (const id of expected.keys()) found.push(`tenant ${id}: no row`);
  return found;
}
