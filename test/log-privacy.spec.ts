import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import pg from 'pg';
import { scriptedChapters } from '../sandbox/lifecycle.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { hashOf, newApiKey, newKeyId } from '../src/auth/api-key.js';
import { signJwt } from './support/api.js';
import { eventsSettled, SECRET, type Backend } from './support/backend.js';
import { startProcess, type BackendProcess } from './support/backend-process.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { answersTo, hostileRequests } from './support/hostile-requests.js';
import { IDENTITY } from './support/identity.js';
import { inLanes } from './support/in-lanes.js';
import { OtlpCollector } from './support/otlp-collector.js';
import { personalValues, shownIn } from './support/personal-values.js';
import { post, signatureOf, stripeEvent } from './support/signed-event.js';

jest.setTimeout(240_000);

type Event = Record<string, unknown>;

/** A person, and everything of hers that a payload may hold. None of it is a word that a log could say by itself. */
const JENNY = {
  email: 'jenny.rosen@example.com',
  name: 'Jenny Rosenqvist',
  phone: '+46701740605',
  address: {
    line1: 'Zinkensdamm 17',
    line2: 'Trappa Qx',
    city: 'Gullmarsplan',
    postal_code: 'SE-11741',
    country: 'SE',
  },
};
const NOTE = 'plays the hurdy-gurdy';
const SECOND_SECRET = 'whsec_the_endpoint_before_the_last';

/** As a field of a JSON line, `last4` aside: the digits alone may be part of any number. */
const PERSONAL = [JENNY.email, 'jenny.rosen', JENNY.name, 'Rosenqvist', 'Jenny', JENNY.phone, '701740605', NOTE]
  .concat(['hurdy', 'Zinkensdamm', 'Trappa Qx', 'Gullmarsplan', 'SE-11741', '"4242"', 'last4', 'ending in 4242'])
  .concat(['owner@hurdy.example', 'Forged Fiona', 'Fiona']);
/** What only a payload has. */
const FRAGMENTS = [
  '"data":',
  '\\"data\\"',
  'previous_attributes',
  'pending_webhooks',
  '"idempotency_key":',
  'data.object":',
];

/** Of every setting that is a secret, one that is told from all others. */
const METRICS_TOKEN = 'metrics-token-of-thirty-two-characters';
const HEADER_TOKEN = 'Bearer%20of-the-collector-7c1f';
const MAIL_PASSWORD = 'mail-password-5d2a';
const HOOK_TOKEN = 'hook-token-91be';
const HOOK_SECRET = `whsec_${'q7Zt'.repeat(10)}`;
const GIVEN = [METRICS_TOKEN, MAIL_PASSWORD, HOOK_TOKEN, HOOK_SECRET, IDENTITY.JWT_SECRET, 'of-the-collector'].concat([
  'on-call@',
  'billing@',
  'session=',
  'J3nny',
]);
/** Where nobody listens: every message fails. */
const NOBODY = '127.0.0.1:9';

let sandbox: StripeSandbox;
let collector: OtlpCollector;
let database: TestDatabase;
let pool: pg.Pool;
let backend: BackendProcess;
/** Every byte that a caller was answered. */
let answers = '';
const signatures: string[] = [];
/** Tokens and keys that were sent. */
let bearers: string[] = [];
const query: Backend['query'] = async (sql, parameters) => (await pool.query(sql, parameters)).rows as never[];

/**
 * When the test asks, the clock of the process is set forward by a minute, and a line says so: what a throttle held back
 * is due then. And something that nobody waits for fails, with all that TypeORM's error has.
 */
const LATER = `data:text/javascript,${encodeURIComponent(
  `process.on('SIGUSR2', () => { const now = performance.now.bind(performance); performance.now = () => now() + 61_000;
     console.log('{"msg":"later"}'); });
   process.on('SIGHUP', () => { const { message, ...rest } = JSON.parse(process.env.UNCAUGHT);
     Promise.reject(Object.assign(new Error(message), rest)); });`,
)}`;

const UNCAUGHT = {
  message: `invalid input syntax: "${JENNY.name}"`,
  parameters: [JENNY.phone],
  query: NOTE,
  driverError: { code: '22P02', detail: JENNY.email },
};

async function send(event: unknown, signed?: string): Promise<number> {
  const body = typeof event === 'string' ? event : JSON.stringify(event, null, 2);
  const signature = signed ?? signatureOf(body);
  signatures.push(...signature.split('v1=').slice(1));
  const answer = await post(`${backend.url}/webhooks/stripe`, body, { 'stripe-signature': signature });
  answers += `${JSON.stringify([...answer.headers])}\n${JSON.stringify(answer.body)}\n`;
  return answer.status;
}

interface Line extends Event {
  readonly msg?: string;
  readonly event?: string;
}
/** Every line that has come, once no more come. One that is no JSON throws. */
async function lines(): Promise<Line[]> {
  for (let length = -1; length !== backend.output().length; await delay(100)) length = backend.output().length;
  return backend
    .output()
    .split('\n')
    .slice(0, -1) // it may be under way
    .filter((line) => line.trim() !== '')
    .map((line): Line => JSON.parse(line));
}
/** The same once they are there, or half a minute later: a line may reach us later than the answer. */
async function linesWhen(areThere: (told: readonly Line[]) => boolean): Promise<Line[]> {
  for (const deadline = Date.now() + 30_000; ;) {
    const told = await lines();
    if (areThere(told) || Date.now() > deadline) return told;
  }
}
/** Its receipt first: another connection brings what became of it, which may be heard of before. */
const ofEvent = (told: readonly Line[], event: Event | undefined): Line[] => {
  const own = told.filter(({ event: id }) => id === event?.['id']);
  const isReceipt = ({ msg }: Line): boolean => msg === 'event received';
  return [...own.filter(isReceipt), ...own.filter((line) => !isReceipt(line))];
};
const linesOf = async (event: Event | undefined, least: number) =>
  ofEvent(await linesWhen((told) => ofEvent(told, event).length >= least), event);

const sourceOf = (event: Event): Event => {
  const data = event['data'] as { object: Event };
  return data.object;
};

/** The life of one customer, told with as much of a person as Stripe ever tells. */
function live(): Event[] {
  const { engine } = sandbox;
  const metadata = { note: NOTE, tenant_id: 'tenant_7', contact: JENNY.email };
  const product = engine.products.create({ name: 'Plan', metadata });
  const price = engine.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'month' },
  });
  const { id } = engine.customers.create({
    ...JENNY,
    description: `${JENNY.name}, ${NOTE}`,
    metadata,
    payment_method: 'pm_card_visa',
  });
  const subscription = engine.subscriptions.create({ customer: id, items: [{ price: price.id }], metadata });
  const session = engine.checkout.create({
    mode: 'subscription',
    line_items: [{ price: price.id }],
    client_reference_id: 'tenant_8',
    metadata,
    success_url: 'https://example.com/',
  });
  engine.checkout.complete(session.id, { email: 'owner@hurdy.example', name: JENNY.name });
  engine.advance(32 * 86_400);
  const charge = engine.store.intentOfInvoice(
    engine.store.subscriptions.get(subscription.id).latest_invoice ?? '',
  )?.latest_charge;
  engine.refunds.create({ charge: charge ?? '', amount: 100, metadata });
  engine.customers.update(id, { phone: JENNY.phone, metadata: { note: `${NOTE}!` } });
  engine.customers.delete(id);
  expect([...scriptedChapters(engine)].length).toBeGreaterThan(8); // with what customer and operator are told of
  return sandbox.events.map((event) => structuredClone({ ...event }) as unknown as Event);
}

/** The same event once for each field of its object, with a person's data where a number, a flag or a hash should be. */
function misshapen(event: Event): Event[] {
  const object = sourceOf(event);
  const values = [JENNY.email, { name: JENNY.name, phone: [JENNY.phone] }, [JENNY.name], -0.5];
  return Object.keys(object)
    .filter((field) => field !== 'id' && field !== 'object')
    .flatMap((field, i) => {
      const wrong = values[typeof object[field] === 'string' ? 1 + (i % 2) : i % values.length];
      const changed = { ...object, [field]: wrong, id: `${String(object['id'])}_${field}` };
      return [{ ...event, id: `evt_${String(object['object'])}_${field}_${i}`, data: { object: changed } }];
    });
}

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 'privacy' });
  collector = await OtlpCollector.start();
  database = await cloneDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  backend = await startProcess('src/main.ts', {
    DATABASE_URL: database.url,
    LOG_LEVEL: 'trace',
    NODE_OPTIONS: `--import ${LATER}`,
    UNCAUGHT: JSON.stringify(UNCAUGHT),
    STRIPE_SECRET_KEY: sandbox.apiKey,
    STRIPE_API_BASE: sandbox.url,
    STRIPE_WEBHOOK_SECRET: `${SECRET},${SECOND_SECRET}`,
    ...IDENTITY,
    ...collector.env,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=${HEADER_TOKEN}`,
    METRICS_TOKEN,
    NOTIFY: 'customer,operator',
    SMTP_URL: `smtp://mailer:${MAIL_PASSWORD}@${NOBODY}`,
    MAIL_FROM: 'Billing <billing@hurdy.example>',
    OPERATOR_EMAIL: 'on-call@hurdy.example',
    NOTIFICATION_WEBHOOK_URL: `http://${NOBODY}/${HOOK_TOKEN}`,
    NOTIFICATION_WEBHOOK_SECRET: HOOK_SECRET,
  });
});
afterAll(async () => {
  backend.signal('SIGKILL');
  await backend.ended;
  await pool.end();
  await collector.stop();
  await sandbox.close();
  await database.drop();
});

let life: Event[];

it('a life is told by one line when an event comes and one when it is settled, each JSON', async () => {
  life = live();
  expect(JSON.stringify(life)).toContain('"last4":"4242"');
  for (const known of [JENNY.email, JENNY.name, JENNY.phone, NOTE, 'Zinkensdamm'])
    expect(JSON.stringify(life)).toContain(known);
  for (const event of life) expect(await send(event)).toBe(200);
  await eventsSettled(query);
  const told = await linesWhen((some) => life.every((event) => ofEvent(some, event).length >= 2));
  for (const event of life) {
    const own = ofEvent(told, event);
    const identity = { event: event['id'], type: event['type'], object: sourceOf(event)['id'] ?? null };
    expect(own.map(({ msg }) => msg)).toEqual(['event received', 'event settled']);
    expect(own[0]).toMatchObject({ ...identity, lagMs: expect.any(Number) as number });
    expect(own[1]).toMatchObject({
      ...identity,
      verdict: expect.stringMatching(/^(applied|superseded|duplicate|ignored|stored)$/) as string,
      durationMs: expect.any(Number) as number,
      attempt: 1,
    });
  }
  expect(await query(`SELECT name, email FROM customers WHERE name IS NOT NULL`)).not.toEqual([]);
});

it('a redelivery is a line of its own, and no second verdict', async () => {
  const [event] = life;
  expect(await send(event)).toBe(200);
  await eventsSettled(query);
  const own = await linesOf(event, 3);
  expect(own.map(({ msg }) => msg)).toEqual(['event received', 'event settled', 'event received again']);
});

it('events with a person in the wrong field end dead, and say in which field', async () => {
  const seen = new Set<unknown>();
  const samples = life.filter((event) => {
    const kind = sourceOf(event)['object'];
    return !seen.has(kind) && seen.add(kind);
  });
  const events = samples.flatMap(misshapen);
  /** Without what the reports do without. */
  const verdictsIn = (told: readonly Line[], event: Event) =>
    ofEvent(told, event).filter(({ context }) => context !== 'MrrFacts');
  expect(events.length).toBeGreaterThan(200);
  await inLanes(events, 16, async (event) => expect(await send(event)).toBe(200));
  await eventsSettled(query, 120_000);
  const dead = await query<{ last_error: string; error_class: string }>(
    `SELECT last_error, error_class FROM stripe_event_log WHERE status = 'dead'`,
  );
  expect(dead.length).toBeGreaterThan(80);
  expect(new Set(dead.map(({ error_class }) => error_class))).toEqual(new Set(['permanent']));
  expect(dead.map(({ last_error }) => last_error)).toContain('amount is not a whole number.');
  const told = await linesWhen((some) => events.every((event) => verdictsIn(some, event).length >= 2));
  for (const event of events) {
    const [received, ...verdicts] = verdictsIn(told, event);
    expect(received).toMatchObject({ msg: 'event received', type: event['type'] });
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toMatchObject({
      msg: expect.stringMatching(/^event (settled|is dead)$/) as string,
      type: event['type'],
      object: sourceOf(event)['id'],
      durationMs: expect.any(Number) as number,
    });
  }
});

it('what PostgreSQL refuses is told by its code alone', async () => {
  // PostgreSQL quotes what it refuses, in the message, the detail and the hint.
  await query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'no %', NEW.email USING ERRCODE = '22000', DETAIL = NEW.name, HINT = NEW.metadata::text;
    END $$`);
  await query(
    `CREATE TRIGGER refuse BEFORE INSERT ON customers FOR EACH ROW WHEN (NEW.id = 'cus_refused') EXECUTE FUNCTION refuse()`,
  );
  const event = stripeEvent({
    type: 'customer.created',
    object: { id: 'cus_refused', object: 'customer', email: JENNY.email, name: JENNY.name, metadata: { note: NOTE } },
  });
  expect(await send(event)).toBe(200);
  await eventsSettled(query);
  const [row] = await query('SELECT status, last_error FROM stripe_event_log WHERE stripe_event_id = $1', [
    event['id'],
  ]);
  expect(row).toEqual({ status: 'dead', last_error: 'PostgreSQL 22000' });
  expect(await linesOf(event, 2)).toMatchObject([
    { msg: 'event received' },
    { msg: 'event is dead', verdict: 'failed', errorClass: 'permanent', reason: 'PostgreSQL 22000' },
  ]);
});

it('an event that cannot be stored is a 503 that says no more', async () => {
  await query(`
    CREATE FUNCTION refuse_payload() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'no %', convert_from(NEW.body, 'UTF8') USING ERRCODE = '22000';
    END $$`);
  await query(`CREATE TRIGGER refuse BEFORE INSERT ON stripe_event_payload FOR EACH ROW
    WHEN (position('cus_unstorable'::bytea IN NEW.body) > 0) EXECUTE FUNCTION refuse_payload()`);
  const object = { id: 'cus_unstorable', object: 'customer', email: JENNY.email, name: JENNY.name };
  expect(await send(stripeEvent({ type: 'customer.created', object }))).toBe(503);
  const isFailure = ({ msg }: Line): boolean => msg === 'request failed';
  expect((await linesWhen((told) => told.some(isFailure))).filter(isFailure)).toMatchObject([
    { code: 'not_durable', reason: expect.stringContaining('PostgreSQL 22000') as string },
  ]);
});

it('a read that Stripe does not answer is told without the key', async () => {
  await sandbox.close();
  const flip = (name: string) =>
    stripeEvent({ type: 'customer.updated', object: { id: 'cus_tie', object: 'customer', name, email: JENNY.email } });
  const [first, second] = [flip(JENNY.name), flip('Jenny, again')];
  expect([await send(first), await send(second)]).toEqual([200, 200]);
  const isOurs = ({ msg, event }: Line): boolean =>
    msg === 'event failed' && [first['id'], second['id']].includes(event);
  expect((await linesWhen((told) => told.some(isOurs))).find(isOurs)).toMatchObject({
    errorClass: 'transient',
    reason: expect.stringContaining('Stripe did not') as string,
  });
});

it('500 forged and malformed requests give a few dozen lines, and later the number of the others', async () => {
  const isRefusal = ({ msg }: Line): boolean => msg === 'webhook refused';
  const refusals = async (least: number) =>
    (await linesWhen((told) => told.filter(isRefusal).length >= least)).filter(isRefusal);
  const now = Math.floor(Date.now() / 1000);
  const forged = JSON.stringify(
    { id: 'evt_forged', object: 'event', name: 'Forged Fiona', email: JENNY.email },
    null,
    2,
  );
  const kinds: (() => Promise<number>)[] = [
    () => send(forged, signatureOf(forged, 'whsec_wrong_secret')),
    () => send(forged, signatureOf(forged, undefined, now - 4_000)),
    () => send(forged, signatureOf(forged, undefined, now + 4_000)),
    () => send(forged, `t=${JENNY.email},v1=${JENNY.name.replace(' ', '_')}`),
    () => send(`{"name": "Forged Fiona", ${JENNY.email}`),
    () => send('{"object":"event","name":"Forged Fiona"}', signatureOf(forged)),
    () => send(JSON.stringify({ name: 'Forged Fiona', id: JENNY.email })),
  ];
  const statuses: number[] = [];
  for (let i = 0; i < 500; i += 50) {
    const some = Array.from({ length: 50 }, (_, n) => kinds[(i + n) % kinds.length]?.() ?? Promise.resolve(0));
    statuses.push(...(await Promise.all(some)));
  }
  expect(new Set(statuses)).toEqual(new Set([400]));
  const first = await refusals(10 * kinds.length);
  expect(first.length).toBeGreaterThan(kinds.length);
  expect(first.length).toBeLessThanOrEqual(80);
  expect(new Set(first.map(({ diagnosis }) => diagnosis))).toEqual(
    new Set([
      'wrong_secret',
      'timestamp_too_old',
      'timestamp_in_future',
      'malformed_signature_header',
      'not_json',
      'parsed_body',
      'not_an_event',
    ]),
  );

  backend.signal('SIGUSR2');
  expect(await linesWhen((told) => told.some(({ msg }) => msg === 'later'))).toContainEqual({ msg: 'later' });
  for (const kind of kinds) expect(await kind()).toBe(400);
  const later = (await refusals(first.length + kinds.length)).slice(first.length);
  expect(later).toHaveLength(kinds.length);
  const suppressed = later.map((line) => Number(line['suppressed']));
  expect(suppressed.reduce((sum, n) => sum + n, 0)).toBe(500 - first.length);
});

it('requests with a person or a secret at every place are answered and logged without them', async () => {
  const [token, key] = [await signJwt({ tenant: 'tenant_7', scopes: ['billing', 'refunds'] }), newApiKey()];
  bearers = [token, key, ...token.split('.').slice(1)];
  const scopes = ['billing', 'refunds', 'reports', 'operations'];
  await query('INSERT INTO api_keys (id, hash, name, scopes) VALUES ($1, $2, $3, $4)', [
    newKeyId(),
    hashOf(key),
    'privacy',
    scopes,
  ]);
  // What PostgreSQL quotes when it refuses a row that a request asks for.
  await query(`
    CREATE FUNCTION refuse_rule() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'no %', NEW.reason USING ERRCODE = '22000', DETAIL = NEW.reason;
    END $$`);
  await query(`CREATE TRIGGER refuse BEFORE INSERT ON compliance_rules FOR EACH ROW EXECUTE FUNCTION refuse_rule()`);
  const rule = { country: 'SE', reason: `${JENNY.name}, ${JENNY.email}` };
  const ours = await hostileRequests(JENNY, { token, key });
  const refused = { path: '/stripe/compliance/rules', method: 'POST', body: JSON.stringify(rule) };
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const given = await answersTo(backend.url, [...ours, { ...refused, headers }]);
  const statuses = new Set(given.map((answer) => answer.slice(0, 3)));
  for (const status of ['400', '401', '404', '415', '500']) expect([...statuses]).toContain(status);
  const asked = given.map((answer) => answer.slice(answer.indexOf('\n'))); // without the path, which the caller knows
  expect(asked.join('\n')).toContain('"code":"invalid_request"');
  answers += asked.join('\n');
  expect(
    await linesWhen((told) => told.some(({ msg, code }) => msg === 'request failed' && code === 'internal')),
  ).toContainEqual(
    expect.objectContaining({
      msg: 'request failed',
      code: 'internal',
      reason: 'PostgreSQL 22000',
      trace_id: expect.any(String) as string,
    }),
  );
});

it('metrics and health tell of all that in figures', async () => {
  const scrape = await fetch(`${backend.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  const metrics = await scrape.text();
  expect(metrics).toMatch(/countinghouse_webhook_signature_failures_total\{diagnosis="wrong_secret"\} [1-9]/);
  answers += metrics + (await (await fetch(`${backend.url}/health`)).text());
});

it('messages that nobody takes are told of without whom they are for, and without the way there', async () => {
  const topicsIn = (told: readonly Line[]) =>
    new Set(told.filter(({ msg }) => msg === 'outbox entry failed').map((line) => line['topic']));
  expect(topicsIn(await linesWhen((told) => topicsIn(told).size > 1)).size).toBeGreaterThan(1);
});

it('a start that fails says neither the password nor the key', async () => {
  const url = new URL(database.url);
  url.password = 'a_password_mistyped';
  const failed = await startProcess('src/main.ts', { DATABASE_URL: url.href, STRIPE_SECRET_KEY: sandbox.apiKey }).then(
    () => 'started',
    (error: unknown) => String(error),
  );
  expect(failed).toContain('the backend did not start');
  expect(failed).toContain('28P01');
  for (const secret of ['a_password_mistyped', sandbox.apiKey, SECRET]) expect(failed).not.toContain(secret);
});

it('and in all of it there is nothing of a person, of a payload or of a secret', async () => {
  expect((await lines()).length).toBeGreaterThan(500);
  // Its last words are of an error that nobody caught.
  backend.signal('SIGHUP');
  expect(await backend.ended).toBe(1);
  const output = backend.output();
  expect(output).toMatch(/PostgreSQL 22P02\n {4}at /);
  const errors = (
    await query<{ last_error: string }>(
      `SELECT last_error FROM stripe_event_log WHERE last_error IS NOT NULL
        UNION ALL SELECT last_error FROM outbox WHERE last_error IS NOT NULL`,
    )
  ).map(({ last_error }) => last_error);
  expect(errors.length).toBeGreaterThan(80);
  const password = new URL(database.url).password;
  expect(password.length).toBeGreaterThan(16);
  expect(new Set(signatures).size).toBeGreaterThan(300);
  const bodies = await query<{ body: Buffer }>('SELECT body FROM stripe_event_payload');
  const people = personalValues(bodies.map(({ body }) => JSON.parse(body.toString('utf8')) as unknown));
  expect([...people]).toEqual(expect.arrayContaining([JENNY.email, JENNY.name, JENNY.phone, NOTE, 'Gullmarsplan']));
  expect(people.size).toBeGreaterThan(30);
  const spans = collector.bytes
    .replaceAll(`"authorization":"${decodeURIComponent(HEADER_TOKEN)}"`, '')
    .replaceAll('last4', ''); // a column's name, in the text of a statement
  expect(collector.spans.length).toBeGreaterThan(1_000);
  const places = { output, answers, errors: errors.join('\n'), spans };
  const secrets = [SECRET, SECOND_SECRET, 'whsec_', sandbox.apiKey, 'sk_test_', password, database.url, 'v1=', 'v1,'];
  const needles = [
    ...PERSONAL,
    ...FRAGMENTS,
    ...secrets,
    ...bearers,
    ...GIVEN,
    ...new Set(signatures.map((hex) => hex.split(',')[0] ?? hex)),
  ];
  for (const [place, text] of Object.entries(places)) {
    const found = [...needles.filter((needle) => text.includes(needle)), ...shownIn(text, people)];
    expect({ place, found }).toEqual({ place, found: [] });
  }
});
