import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { SCOPES } from '../../src/auth/caller.js';
import { call, createKey, signJwt } from '../support/api.js';
import { describedOperations, type DescribedOperation } from '../support/described.js';
import { requestsOf, type FuzzedRequest, type Operation } from '../support/fuzz/requests.js';
import type { Known } from '../support/fuzz/schema-values.js';
import { inLanes } from '../support/in-lanes.js';
import { CANCEL, startShop, SUCCESS, type Shop } from '../support/shop.js';

/** With a body, which is where most can go wrong; and all together. */
const BODIES = 5_000;
const READS = 100;
/** Of one operation with a body, at least; and as often again, up to so many times, until one is carried out. */
const FEWEST = 200;
const ROUNDS = 6;
/** `FUZZ_SEED=42 npm run test:one -- test/api/fuzz`: other requests. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

const operations = describedOperations();
const withBody = operations.filter(({ body }) => body !== undefined);

jest.setTimeout(600_000);

let shop: Shop;
let known: Known;
let callers: readonly { readonly as: string; readonly headers: Readonly<Record<string, string>> }[];

beforeAll(async () => {
  shop = await startShop('fuzz', { env: { STRIPE_RATE_LIMIT_PER_MINUTE: '6000' } });
  const [basic, pro] = [shop.sell('basic', 1_500), shop.sell('pro', 3_000, { limit_seats: '5' })];
  const own = await shop.subscribe('tenant_1', basic.monthly, 2);
  const other = await shop.subscribe('tenant_2', pro.monthly);
  shop.sandbox.engine.subscriptions.update(other.subscription, { cancel_at_period_end: true }); // can be resumed
  await shop.settled();
  const ids = async (sql: string) => (await shop.backend.query<{ id: string }>(sql)).map(({ id }) => id);
  const subscription = [own.subscription, other.subscription];
  known = {
    plan: ['basic', 'pro'],
    price: [basic.monthly, basic.yearly, pro.monthly, pro.yearly],
    subscription,
    item: await ids('SELECT id FROM subscription_items'),
    charge: await ids('SELECT id FROM charges'),
    paymentIntent: await ids('SELECT id FROM payment_intents'),
    customerEmail: ['buyer@example.com'],
    customer: [own.customer, other.customer],
    tenantId: ['tenant_1', 'tenant_2'],
    successUrl: [SUCCESS],
    cancelUrl: [CANCEL],
    returnUrl: [CANCEL],
    refreshUrl: [CANCEL],
    currency: ['usd'],
    interval: ['month'],
    from: ['2026-01-01'],
    to: ['2026-08-01'],
    timeZone: ['UTC', 'Europe/Berlin'],
    wait: [0],
    name: ['billing service'],
    ids: (await ids('SELECT stripe_event_id AS id FROM stripe_event_log LIMIT 5')).map((id) => [id]),
    reason: ['It was mended'],
  };
  const key = await createKey(shop.backend, SCOPES);
  callers = [
    { as: await signJwt({ tenant: 'tenant_1', scopes: SCOPES, lasts: '2h' }), headers: {} },
    { as: key, headers: { 'Countinghouse-Tenant': 'tenant_2' } },
    { as: await signJwt({ tenant: 'tenant_3', lasts: '2h' }), headers: {} }, // has nothing yet, and one scope
    { as: key, headers: { 'Countinghouse-Tenant': 'tenant_2' } },
    { as: key, headers: {} }, // for no tenant: all of them
    { as: key, headers: {} },
  ];
});
afterAll(() => shop.close());

interface Outcome {
  readonly status: number;
  /** What is wrong with the answer, if anything. */
  readonly fault: string | undefined;
}

async function outcomeOf(request: FuzzedRequest, codes: ReadonlySet<string>, index: number): Promise<Outcome> {
  const { method, path, body } = request;
  const caller = callers[index % callers.length];
  const ask = () => call(shop.backend, method, path, { ...caller, body });
  let answered = await ask();
  if (answered.status === 503) {
    await delay(1_000); // who is told to come again, for the machine stood still, comes again
    answered = await ask();
  }
  const { status, headers, body: answer } = answered;
  const fault = faultOf(request, status, headers, answer, codes);
  const shown = `${method} ${path.slice(0, 200)} ${(JSON.stringify(body) ?? '').slice(0, 500)} -> ${status}`;
  return { status, fault: fault && `${shown} ${JSON.stringify(answer).slice(0, 500)}: ${fault}` };
}

function faultOf(
  { isWrong }: FuzzedRequest,
  status: number,
  headers: Headers,
  { code, requestId }: Readonly<Record<string, unknown>>,
  codes: ReadonlySet<string>,
): string | undefined {
  if (status >= 500) return 'a failure of ours';
  if (status < 300) return isWrong ? 'the body was wrong' : undefined;
  if (headers.get('content-type') !== 'application/problem+json; charset=utf-8') return 'no problem details';
  if (typeof code !== 'string' || typeof requestId !== 'string') return 'problem details without code or request id';
  return codes.has(code) ? undefined : 'the description does not name this code';
}

const isDone = ({ status }: Outcome): boolean => status < 300;

async function outcomesOf(operation: DescribedOperation, numRuns: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let round = 0; round < ROUNDS && !outcomes.some(isDone); round += 1) {
    const requests = fc.sample(requestsOf(operation, known), { seed: SEED + round, numRuns });
    await inLanes([...requests.entries()], 8, async ([index, request]) => {
      outcomes.push(await outcomeOf(request, operation.codes, index));
    });
    if (operation.path.includes('{')) break; // of what exists in one state only, none may be right
  }
  return outcomes;
}

/** Ends for good, or holds, what the others need: comes last. */
const ends = ({ path }: Operation) => Number(/\/cancel$|\/compliance\//.test(path));
const order = operations.toSorted((a, b) => ends(a) - ends(b));

it.each(order.map((operation) => [operation.name, operation] as const))(
  '%s survives whatever is sent, and does what is right',
  async (_, operation) => {
    const outcomes = await outcomesOf(
      operation,
      operation.body ? Math.max(FEWEST, Math.ceil(BODIES / withBody.length)) : READS,
    );
    expect(outcomes.flatMap(({ fault }) => fault ?? [])).toEqual([]);
    if (!operation.path.includes('{')) expect(outcomes.filter(isDone)).not.toEqual([]);
  },
);
