import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { settled, type Backend } from '../support/backend.js';
import { startProcess, type BackendProcess } from '../support/backend-process.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OtlpCollector, type CollectedSpan } from '../support/otlp-collector.js';
import { redisUrlForTest } from '../support/redis.js';
import { post, signatureOf, stripeEvent } from '../support/signed-event.js';

const EMAIL = 'jenny.rosen@example.com';
const TOKEN = 'a-token-that-nobody-gave-out';
/** A trace that a stranger names, and wants to have kept. */
const STRANGER = { traceId: '11112222333344445555666677778888', spanId: '1234567890abcdef' };
const HEADERS = { traceparent: `00-${STRANGER.traceId}-${STRANGER.spanId}-01`, baggage: `contact=${EMAIL}` };

/** Asked by a signal, a process says which of OpenTelemetry's packages it has loaded. */
const TELLS = `data:text/javascript,${encodeURIComponent(
  `import { Module } from 'node:module';
   process.on('SIGUSR2', () => process.stdout.write(JSON.stringify({ loaded: Object.keys(Module._cache)
     .map((file) => /@opentelemetry.([a-z-]+)/.exec(file)?.[1]).filter(Boolean) }) + '\\n'));`,
)}`;

let collector: OtlpCollector;
let database: TestDatabase;
let others: TestDatabase[];
let pool: pg.Pool;
let api: BackendProcess;
let worker: BackendProcess;
/** Each alone on a database of its own: what looks at no trace, and what hands spans over at its end. */
let blind: BackendProcess;
let late: BackendProcess;
const query: Backend['query'] = async (sql, parameters) => (await pool.query(sql, parameters)).rows as never[];

const customer = (id: string, type = 'customer.created') =>
  stripeEvent({ type, object: { id, object: 'customer', email: EMAIL, name: 'Jenny' } });

async function deliver(to: BackendProcess, event: Record<string, unknown>): Promise<number> {
  return (await post(`${to.url}/webhooks/stripe`, event, HEADERS)).status;
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (const deadline = Date.now() + 30_000; ; await delay(20)) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > deadline)
      throw new Error(`never: ${look.toString()}\n${collector.spans.map(({ name }) => name).join('\n')}`);
  }
}

const ofEvent = (event: Record<string, unknown>, name: RegExp): CollectedSpan[] =>
  collector.spans.filter((span) => span.attributes['stripe.event_id'] === event['id'] && name.test(span.name));
const jobsOf = (event: Record<string, unknown>): CollectedSpan[] => ofEvent(event, /^job /);
const traceOf = (traceId: string): CollectedSpan[] => collector.spans.filter((span) => span.traceId === traceId);
const childrenOf = ({ spanId, traceId }: CollectedSpan): CollectedSpan[] =>
  traceOf(traceId).filter(({ parentId }) => parentId === spanId);
const parentOf = (span: CollectedSpan): CollectedSpan | undefined =>
  traceOf(span.traceId).find(({ spanId }) => spanId === span.parentId);
const lineOf = ({ output }: BackendProcess, event: Record<string, unknown>, msg: string) =>
  output()
    .split('\n')
    .slice(0, -1) // which is not whole
    .filter((line) => line.includes(`"${String(event['id'])}"`) && line.includes(`"${msg}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  collector = await OtlpCollector.start();
  [database, ...others] = await Promise.all([cloneDatabase(), cloneDatabase(), cloneDatabase()]);
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  const shared = { DATABASE_URL: database.url, REDIS_URL: await redisUrlForTest(), ...collector.env };
  const [forBlind, forLate] = others.map(({ url }) => ({ DATABASE_URL: url, NODE_OPTIONS: `--import ${TELLS}` }));
  const timeout = { OTEL_EXPORTER_OTLP_TIMEOUT: '5000', OTEL_EXPORTER_OTLP_HEADERS: `authorization=${TOKEN}` };
  [api, worker, blind, late] = await Promise.all([
    startProcess('src/main.ts', { ...shared, ...timeout, ROLE: 'api' }),
    startProcess('src/main.ts', { ...shared, ROLE: 'worker', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test' }),
    startProcess('src/main.ts', { ...forBlind, ROLE: 'all', OTEL_SERVICE_NAME: 'blind' }),
    startProcess('src/main.ts', {
      ...forLate,
      ...collector.env,
      OTEL_SERVICE_NAME: 'late',
      OTEL_BSP_SCHEDULE_DELAY: '600000',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '1',
    }),
  ]);
}, 180_000);
afterAll(async () => {
  for (const one of [api, worker, blind, late]) one.signal('SIGKILL');
  await Promise.all([api, worker, blind, late].map(({ ended }) => ended));
  await pool.end();
  await collector.stop();
  await Promise.all([database, ...others].map((one) => one.drop()));
});

it('one trace goes from the request through ingest, job and handler to the SQL, in two processes', async () => {
  const event = customer('cus_traced');
  expect(await deliver(api, event)).toBe(200);
  await settled(query);
  const [job] = await until(() => (jobsOf(event).length > 0 ? jobsOf(event) : undefined));
  const request = await until(() => traceOf(job?.traceId ?? '').find(({ parentId }) => parentId === ''));
  if (!job) throw new Error('no job');
  expect(request).toMatchObject({
    name: 'POST /webhooks/stripe',
    kind: 2,
    resource: { 'service.name': 'countinghouse', 'countinghouse.role': 'api' },
    attributes: { 'http.route': '/webhooks/stripe', 'http.response.status_code': 200 },
    failed: false,
  });
  const [ingest] = childrenOf(request);
  expect(ingest).toMatchObject({ name: 'ingest', kind: 4, attributes: { 'stripe.event_type': 'customer.created' } });
  if (!ingest) throw new Error('no ingest');
  expect(
    childrenOf(ingest)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['WITH', 'job customer.created']);
  expect(job).toMatchObject({
    kind: 5,
    parentId: ingest.spanId,
    resource: { 'countinghouse.role': 'worker', 'deployment.environment': 'test' },
    attributes: { 'countinghouse.attempt': 1, 'countinghouse.verdict': 'applied', 'stripe.object_id': 'cus_traced' },
  });
  const [handler] = await until(() => {
    const found = childrenOf(job).filter(({ name }) => name.startsWith('CustomerProcessor.'));
    return found.length > 0 ? found : undefined;
  });
  const written = handler && childrenOf(handler).find(({ name }) => name === 'INSERT');
  expect(written).toMatchObject({
    kind: 3,
    attributes: { 'db.system.name': 'postgresql', 'db.query.text': expect.stringMatching(/INSERT INTO "?customers"?/) },
    failed: false,
  });
  expect(
    childrenOf(job)
      .filter(({ kind }) => kind === 3)
      .map(({ name }) => name),
  ).toContain('UPDATE'); // the verdict

  // Whoever calls chooses no trace of ours; what it names is linked.
  expect(traceOf(STRANGER.traceId)).toEqual([]);
  expect(request.links).toEqual([STRANGER]);

  // The log is the truth: the row carries the trace, and so do the lines.
  const [row] = await query<{ traceparent: string }>(
    'SELECT traceparent FROM stripe_event_log WHERE stripe_event_id = $1',
    [event['id']],
  );
  expect(row?.traceparent).toBe(`00-${job.traceId}-${ingest.spanId}-01`);
  for (const [one, msg] of [
    [api, 'event received'],
    [worker, 'event settled'],
  ] as const) {
    const lines = await until(() => (lineOf(one, event, msg).length > 0 ? lineOf(one, event, msg) : undefined));
    expect(lines).toMatchObject([{ trace_id: job.traceId }]);
  }
});

it('an attempt that fails and the next one are spans of the same trace, the first with its error class', async () => {
  await query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'no %', NEW.email USING ERRCODE = '40001', DETAIL = NEW.email;
    END $$`);
  await query(
    `CREATE TRIGGER refuse BEFORE INSERT ON customers FOR EACH ROW WHEN (NEW.id = 'cus_flaky') EXECUTE FUNCTION refuse()`,
  );
  const event = customer('cus_flaky');
  expect(await deliver(api, event)).toBe(200);
  const failed = await until(() => jobsOf(event).find((span) => span.failed));
  await query('DROP TRIGGER refuse ON customers');
  await settled(query);
  const passed = await until(() => jobsOf(event).find((span) => !span.failed));
  expect(failed).toMatchObject({
    attributes: { 'countinghouse.attempt': 1, 'error.type': 'transient' },
    statusMessage: '',
  });
  expect(passed.attributes).toMatchObject({ 'countinghouse.verdict': 'applied' });
  expect(passed.attributes['countinghouse.attempt']).toBeGreaterThan(1);
  expect([passed.traceId, passed.parentId]).toEqual([failed.traceId, failed.parentId]);
  const statement = traceOf(failed.traceId).find(({ failed: is, kind }) => is && kind === 3);
  expect(statement).toMatchObject({ name: 'INSERT', attributes: { 'error.type': '40001' }, statusMessage: '' });
});

it('what events of a batch share is one span, linked to all of them; each handler stays in its own trace', async () => {
  const events = Array.from({ length: 24 }, (_, i) => customer(`cus_batch_${i}`));
  // Nothing is committed while the log is locked, and nothing is taken up while the worker stands still.
  const lock = await pool.connect();
  await lock.query('BEGIN; LOCK TABLE stripe_event_log IN SHARE MODE');
  worker.signal('SIGSTOP');
  const statuses = Promise.all(events.map((event) => deliver(api, event)));
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'stripe_event_log'::regclass`;
  while ((await query(waiting)).length < 2) await delay(20);
  await lock.query('COMMIT');
  lock.release();
  expect(new Set(await statuses)).toEqual(new Set([200]));
  worker.signal('SIGCONT');
  await settled(query);
  await until(() => (events.every((event) => jobsOf(event).length === 1) ? true : undefined));
  const jobs = events.flatMap(jobsOf);
  expect(new Set(jobs.map(({ traceId }) => traceId)).size).toBe(24);
  const batches = await until(() => {
    const found = collector.spans.filter(({ name }) => name === 'batch of jobs');
    return found.some(({ links }) => links.length > 2) ? found : undefined;
  });
  for (const batch of batches) {
    const members = jobs.filter(({ links }) => links.some(({ spanId }) => spanId === batch.spanId));
    expect(members.length).toBe(batch.attributes['countinghouse.events']);
    expect(batch.links.map(({ spanId }) => spanId).toSorted()).toEqual(members.map(({ spanId }) => spanId).toSorted());
    expect(
      childrenOf(batch).filter(({ attributes }) => /INTO "?customers/.test(String(attributes['db.query.text']))),
    ).toHaveLength(1);
    for (const job of members) {
      const handler = childrenOf(job).find(({ name }) => name.startsWith('CustomerProcessor.'));
      expect(handler && childrenOf(handler)).toEqual([]);
      expect(parentOf(job)?.name).toBe('ingest');
    }
  }
  // The requests shared commits, likewise.
  const commits = await until(() => {
    const found = collector.spans.filter(({ name }) => name === 'shared commit');
    return found.length > 0 ? found : undefined;
  });
  for (const commit of commits) {
    expect(commit.links).toHaveLength(Number(commit.attributes['countinghouse.events']));
    expect(childrenOf(commit).map(({ name }) => name)).toEqual(['WITH']);
  }
});

it('a request to the API is told by its route and not by what it asked', async () => {
  const answer = await fetch(`${api.url}/stripe/connect/accounts/${EMAIL}?email=${EMAIL}`, {
    headers: { ...HEADERS, authorization: `Bearer ${TOKEN}`, cookie: `session=${TOKEN}`, 'user-agent': EMAIL },
  });
  expect(answer.status).toBe(401);
  await fetch(`${api.url}/health`);
  await fetch(`${api.url}/metrics`);
  const span = await until(() => collector.spans.find(({ name }) => name === 'GET /stripe/connect/accounts/:id'));
  expect(span).toMatchObject({
    parentId: '',
    links: [STRANGER],
    attributes: {
      'http.response.status_code': 401,
      'countinghouse.request_id': answer.headers.get('x-request-id'),
    },
  });
  expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
});

it('without OTEL_EXPORTER_OTLP_… no SDK is loaded, no row has a trace, and no line', async () => {
  const event = customer('cus_blind');
  expect(await deliver(blind, event)).toBe(200);
  await until(() => (lineOf(blind, event, 'event settled').length > 0 ? true : undefined));
  blind.signal('SIGUSR2');
  const told = await until(() => /\{"loaded":(\[.*\])\}/.exec(blind.output())?.[1]);
  expect(new Set(JSON.parse(told) as string[])).toEqual(new Set(['api']));
  expect(blind.output()).not.toContain('trace_id');
  expect(blind.output()).toContain('"event received"');
});

it('what has ended when a process is told to stop is handed over before it ends', async () => {
  const event = customer('cus_late');
  expect(await deliver(late, event)).toBe(200);
  await until(() => (lineOf(late, event, 'event settled').length > 0 ? true : undefined));
  const isLate = ({ resource }: CollectedSpan) => resource['service.name'] === 'late';
  expect(collector.spans.filter(isLate)).toEqual([]);
  late.signal('SIGTERM');
  expect(await late.ended).toBe(0);
  const [job] = jobsOf(event);
  const names = traceOf(job?.traceId ?? '').map(({ name }) => name);
  for (const name of ['POST /webhooks/stripe', 'ingest', 'job customer.created', 'CustomerProcessor.sync', 'INSERT'])
    expect(names).toContain(name);
});

it('nothing of a person, no signature and no token is in any of it', () => {
  expect(collector.spans.length).toBeGreaterThan(100);
  for (const needle of [EMAIL, 'jenny', 'Jenny', 'whsec_', 'v1=', 'baggage', new URL(database.url).password])
    expect(collector.bytes).not.toContain(needle);
  expect(collector.headers.some(({ authorization }) => authorization === TOKEN)).toBe(true);
  expect(collector.bytes.replaceAll(`"authorization":"${TOKEN}"`, '')).not.toContain(TOKEN);
  expect(api.output() + worker.output()).not.toContain(TOKEN);
  expect(signatureOf('x')).toContain('v1=');
});

it('a collector that is gone or mute costs a webhook nothing, and the log one line', async () => {
  const complaints = () =>
    api
      .output()
      .split('\n')
      .filter((line) => line.includes('traces were not taken'));
  expect(complaints()).toEqual([]);
  collector.answer = () => undefined;
  const deliveries = async (name: string) => {
    const began = Date.now();
    for (let i = 0; i < 5; i += 1) {
      const some = Array.from({ length: 20 }, (_, n) => deliver(api, customer(`cus_${name}_${i}_${n}`)));
      expect(new Set(await Promise.all(some))).toEqual(new Set([200]));
    }
    expect(Date.now() - began).toBeLessThan(20_000); // and not five seconds for each of the rounds
  };
  await deliveries('mute');
  await until(() => (complaints().length > 0 ? true : undefined));
  await collector.stop();
  await deliveries('gone');
  await delay(1_000);
  expect(complaints()).toHaveLength(1);
  expect(JSON.parse(complaints()[0] ?? '')).toMatchObject({
    level: 40,
    suppressed: 0,
    reason: expect.any(String) as string,
  });
  await settled(query);
  const stopping = Date.now();
  for (const one of [api, worker]) one.signal('SIGTERM');
  expect(await Promise.all([api.ended, worker.ended])).toEqual([0, 0]);
  expect(Date.now() - stopping).toBeLessThan(30_000);
}, 120_000);
