import type { PayloadAnswer } from '../../src/operations/events/payload/payload.answers.js';
import { masked } from '../../src/operations/events/payload/masked.js';
import { call, createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { sampleLives } from '../support/event-samples.js';
import { operatorOf, type Operator } from '../support/event-operations.js';
import { stripeEvent } from '../support/signed-event.js';

let backend: Backend;
let operator: Operator;

const person = {
  id: 'cus_1',
  object: 'customer',
  email: 'jenny@example.com',
  name: 'Jenny Rosen',
  address: { line1: 'Main Street 1', city: 'Berlin', country: 'DE' },
  metadata: { tenant_id: 'tenant_1', note: 'likes cats' },
};

beforeAll(async () => {
  backend = await startBackend();
  operator = await operatorOf(backend);
  await operator.tell(stripeEvent({ id: 'evt_1', type: 'customer.created', object: person }));
});
afterAll(() => backend.close());

it('is shown in its shape, without the person', async () => {
  const { status, body, headers } = await operator.get<PayloadAnswer>('events/evt_1/payload');
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(body).toMatchObject({
    event: 'evt_1',
    masked: true,
    payload: {
      id: 'evt_1',
      type: 'customer.created',
      data: {
        object: {
          id: 'cus_1',
          object: 'customer',
          email: '•••',
          name: '•••',
          address: { line1: '•••', city: '•••', country: '•••' },
          metadata: { tenant_id: '•••', '•••2': '•••' },
        },
      },
    },
  });
});

describe('whole', () => {
  const unmask = (as: Operator, id = 'evt_1') =>
    as.post<PayloadAnswer & { code?: string }>(`events/${id}/payload/unmask`, { reason: 'Ticket 4711' });
  const audited = () =>
    backend.query(`SELECT action, object_id, actor_kind, after FROM audit_log WHERE action = 'event.unmask'`);

  it('needs a scope of its own, and a reason', async () => {
    const without = await operatorOf(backend, await createKey(backend, ['operations']));
    expect([(await unmask(without)).body.code]).toEqual(['forbidden']);
    expect((await operator.post('events/evt_1/payload/unmask', {})).status).toBe(400);
    expect(await audited()).toEqual([]);
  });

  it('is told, and who asked is in the audit log', async () => {
    const { status, body } = await unmask(operator);
    expect([status, body.masked, body.payload]).toEqual([200, false, expect.objectContaining({ id: 'evt_1' })]);
    expect(body.payload).toMatchObject({ data: { object: person } });
    expect(await audited()).toEqual([
      { action: 'event.unmask', object_id: 'evt_1', actor_kind: 'key', after: { reason: 'Ticket 4711' } },
    ]);
  });

  it('is told as often as it is asked for, and each time that is audited, whatever the key of the request', async () => {
    const as = await createKey(backend, ['payloads']);
    const before = (await audited()).length;
    const body = { reason: 'Ticket 4712' };
    const headers = { 'idempotency-key': 'the same' };
    for (let time = 1; time <= 3; time += 1) {
      const answer = await call(backend, 'POST', '/operations/events/evt_1/payload/unmask', { as, body, headers });
      expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([200, null]);
      expect(await audited()).toHaveLength(before + time);
    }
    expect(await backend.query('SELECT * FROM idempotency_requests')).toEqual([]);
    await backend.query(`DELETE FROM audit_log WHERE after ->> 'reason' = 'Ticket 4712'`);
  });

  it('is not told to another account’s operator, and that is not audited', async () => {
    const other = await operatorOf(backend, await createKey(backend, ['payloads'], { account: 'acct_1' }));
    expect((await unmask(other)).status).toBe(404);
    expect(await audited()).toHaveLength(1);
  });

  it('is gone when retention has removed it', async () => {
    await operator.tell(stripeEvent({ id: 'evt_2', type: 'customer.created', object: { ...person, id: 'cus_2' } }));
    await backend.query('DELETE FROM stripe_event_payload');
    for (const { status, body } of [await unmask(operator, 'evt_2'), await operator.get('events/evt_2/payload')]) {
      expect([status, 'code' in body && body.code]).toEqual([409, 'payload_gone']);
    }
    expect(await audited()).toHaveLength(1);
  });
});

/** Where Stripe puts what is a person's, a card's or a secret, by the name of the field or of a hash around it. */
const PERSONAL =
  /^(email|.*_email|email_address|name|.*_name|phone|line1|line2|city|state|postal_code|last4|fingerprint|exp_month|exp_year|brand|description|.*_url|url|client_secret|.*_token|ip|statement_descriptor.*|nickname|iban|routing_number|account_number|account_holder_name|number|code|value|receipt_number|seller_message|cvc|latitude|longitude|tax_id|zip|postal|age|birth_.*|ssn_.*)$/;
const PERSONAL_HASH =
  /^(metadata|address|shipping|billing_details|customer_details|card|us_bank_account|individual|dob|company)$/;

function personalIn(value: unknown, path: readonly string[] = [], isWithin = false): [path: string, value: unknown][] {
  if (Array.isArray(value)) return value.flatMap((item) => personalIn(item, path, isWithin));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([field, inner]) =>
      personalIn(inner, [...path, field], isWithin || PERSONAL_HASH.test(field)),
    );
  }
  const isPersonal = isWithin || PERSONAL.test(path.at(-1) ?? '');
  const isText = typeof value === 'string' && value !== '';
  return isPersonal && (isText || typeof value === 'number') ? [[path.join('.'), value]] : [];
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

const events = sampleLives().flat();

it('of no event of any life in the sandbox anything personal is left, and its shape is', () => {
  const seen = new Set<string>();
  const left: unknown[] = [];
  const misshapen: string[] = [];
  for (const event of events) {
    const shown = masked(event);
    const personal = personalIn(event);
    for (const [path] of personal) seen.add(path.split('.').at(-1) ?? '');
    left.push(...personalIn(shown).filter(([, value]) => value !== '•••'));
    // whatever was personal in one place is in no other either: names in descriptions, addresses in lists
    const texts = new Set(textsIn(shown));
    left.push(...personal.filter(([, value]) => typeof value === 'string' && /[ @]/.test(value) && texts.has(value)));
    if (JSON.stringify(shapeOf(shown)) !== JSON.stringify(shapeOf(event))) misshapen.push(event.id);
  }
  expect(left).toEqual([]);
  expect(misshapen).toEqual([]);
  expect([...seen]).toEqual(
    expect.arrayContaining(['email', 'name', 'last4', 'fingerprint', 'description', 'client_secret']),
  );
  expect(events.length).toBeGreaterThan(1_000);
});

it('what an operator needs is left of them', () => {
  const left = new Set(events.flatMap((event) => fieldsShown(masked(event))));
  expect([...left]).toEqual(
    expect.arrayContaining([
      'id',
      'object',
      'status',
      'type',
      'customer',
      'currency',
      'amount',
      'created',
      'quantity',
      'current_period_end',
      'attempt_count',
      'payment_intent',
      'price',
    ]),
  );
});

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? null : '';
  return { of: Object.values(value).map(shapeOf) }; // names of fields may be hidden too
}

function fieldsShown(value: unknown, field = ''): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => fieldsShown(inner, Array.isArray(value) ? field : name));
  }
  return value === null || value === '•••' ? [] : [field];
}
