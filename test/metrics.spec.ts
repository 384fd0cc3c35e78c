import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { randomLifecycle } from '../sandbox/lifecycle.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { StoredStateReader } from '../src/operations/metrics/stored-state.reader.js';
import { StoredStateRepository } from '../src/operations/metrics/stored-state.repository.js';
import { Verifier } from '../src/operations/verify/verifier.js';
import { VerifySchedule } from '../src/operations/verify/verify.schedule.js';
import { StripeEventRegistry } from '../src/stripe/stripe-event.registry.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { samplesOf, scrape, type Scrape } from './support/prometheus.js';
import { reconcileAll } from './support/reconcile.js';
import { post, signatureOf, stripeEvent } from './support/signed-event.js';

const OLD_SECRET = 'whsec_the_one_before_it';
const CONNECT_SECRET = 'whsec_of_connected_accounts';

const nothing = (): void => undefined;

let backend: Backend;
let sandbox: StripeSandbox | undefined;
/** Closed also when a test fails: an open one would keep jest from ending. */
afterAll(async () => {
  await sandbox?.close();
});

/** What the database knows is shown again for five seconds, which test/metrics-route.spec.ts waits for; here they have passed. */
const forget = () => Object.assign(backend.app.get(StoredStateReader), { readAt: -Infinity });
const freshScrape = (): Promise<Scrape> => {
  forget();
  return scrape(backend);
};
const oursOf = ({ values }: Scrape): number =>
  [...values.keys()].filter((series) => series.startsWith('countinghouse_')).length;
const sum = (samples: Record<string, number>): number => Object.values(samples).reduce((total, one) => total + one, 0);
const send = (event: unknown, signature: Record<string, string> = {}) =>
  post(`${backend.url}/webhooks/stripe`, event, signature);
const sendAs = (event: unknown, secret: string) => {
  const body = JSON.stringify(event, null, 2);
  return send(body, { 'stripe-signature': signatureOf(body, secret) });
};
const charge = (id: string, amount: number) =>
  stripeEvent({ type: 'charge.succeeded', object: { id, object: 'charge', amount, currency: 'usd' } });
/** Rows of the log counted by what a label may say of them. */
async function logged(columns: string, where = 'true'): Promise<Record<string, number>> {
  const rows = await backend.query<{ type: string; rest: string; events: number }>(
    `SELECT event_type AS type, ${columns} AS rest, count(*)::int AS events
       FROM stripe_event_log WHERE ${where} GROUP BY 1, 2`,
  );
  const registry = backend.app.get(StripeEventRegistry);
  const counts: Record<string, number> = {};
  for (const { type, rest, events } of rows) {
    const isHandled = registry.ownerOf(type) ?? registry.followersOf(type)[0];
    const labels = `type=${isHandled ? type : 'other'},${rest}`;
    counts[labels] = (counts[labels] ?? 0) + events;
  }
  return counts;
}

describe('a life of events', () => {
  let endpoint: string;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'metrics' });
    backend = await startBackend({
      env: {
        STRIPE_SECRET_KEY: sandbox.apiKey,
        STRIPE_API_BASE: sandbox.url,
        STRIPE_WEBHOOK_SECRET: `${OLD_SECRET},${SECRET}`,
        STRIPE_CONNECT_WEBHOOK_SECRET: CONNECT_SECRET,
        REREAD_EVENT_TYPES: 'customer.updated',
      },
    });
    ({ id: endpoint } = sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET }));
    randomLifecycle(4, sandbox.engine, { steps: 40, customers: 4, flips: false });
    await sandbox.deliveries.settled();
    await backend.settled();
  });
  afterAll(() => backend.close());

  it('is counted as the log has it: type, source, status and the word of the verdict', async () => {
    const [event] = sandbox?.events ?? [];
    const again = await Promise.all([send(event), send(event), send(event)]); // in one commit, too
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const id of ['ch_dead_1', 'ch_dead_2']) await send(charge(id, 0.5));
    await backend.settled();
    const now = await scrape(backend);

    expect(samplesOf(now, 'countinghouse_events_received_total')).toEqual(await logged(`'source=' || source`));
    expect(samplesOf(now, 'countinghouse_events_settled_total')).toEqual(
      await logged(`'status=' || status || ',verdict=' || split_part(verdict, ':', 1)`),
    );
    expect(samplesOf(now, 'countinghouse_events_settled_total')).toMatchObject({
      'type=charge.succeeded,status=dead,verdict=failed': 2,
    });
    const [{ events, ended } = { events: 0, ended: 0 }] = await backend.query<{ events: number; ended: number }>(
      `SELECT count(*)::int AS events, count(processed_at)::int AS ended FROM stripe_event_log`,
    );
    expect(events).toBeGreaterThan(100);
    const redelivered = samplesOf(now, 'countinghouse_events_redelivered_total')[''] ?? 0;
    expect(redelivered).toBe(3);
    expect(samplesOf(now, 'countinghouse_webhook_ack_seconds_count')).toMatchObject({
      'code=200': events + redelivered,
      'code=400': 0,
    });
    expect(samplesOf(now, 'countinghouse_event_lag_seconds_count')).toEqual({ '': events });
    expect(samplesOf(now, 'countinghouse_event_settle_seconds_count')).toEqual({ '': ended });
    const settleSeconds = samplesOf(now, 'countinghouse_event_settle_seconds_sum')[''] ?? 0;
    expect(settleSeconds).toBeGreaterThan(0);
    expect(settleSeconds / ended).toBeLessThan(30);
    expect(samplesOf(now, 'countinghouse_stripe_call_seconds_count')['outcome=ok']).toBeGreaterThan(0);
  });

  it('an event that was settled before and is run again says nothing of how long one takes', async () => {
    const before = samplesOf(await scrape(backend), 'countinghouse_event_settle_seconds_count');
    await backend.query(
      `UPDATE stripe_event_log SET status = 'received', next_attempt_at = now()
        WHERE id = (SELECT id FROM stripe_event_log WHERE status = 'processed' ORDER BY id LIMIT 1)`,
    );
    await send(charge('ch_wakes', 5));
    await backend.settled();
    const now = await scrape(backend);
    expect(samplesOf(now, 'countinghouse_event_settle_seconds_count')['']).toBe((before[''] ?? 0) + 1);
  });

  it('types that nobody handles are one, however many are made up', async () => {
    const before = await scrape(backend);
    const handled = samplesOf(before, 'countinghouse_events_received_total');
    for (let n = 0; n < 200; n += 1) {
      const type = `made_up_${n}.happened_${n}`;
      expect((await send(stripeEvent({ type, object: { id: `odd_${n}`, object: 'odd' } }))).status).toBe(200);
    }
    await send(stripeEvent({ type: '__proto__', object: { id: 'odd', object: 'odd' } }));
    await backend.settled();
    const now = await scrape(backend);
    const other = 'type=other,source=webhook';
    expect(samplesOf(now, 'countinghouse_events_received_total')).toEqual({
      ...handled,
      [other]: (handled[other] ?? 0) + 201,
    });
    expect(samplesOf(now, 'countinghouse_events_settled_total')).toMatchObject({
      'type=other,status=ignored,verdict=ignored': (handled[other] ?? 0) + 201,
    });
    expect(oursOf(now) - oursOf(before)).toBeLessThanOrEqual(2);
    expect(oursOf(now)).toBeLessThan(800);
  });

  it('what is refused counts under its diagnosis, and the secret that matched says so', async () => {
    const before = await scrape(backend);
    const forged = stripeEvent({ type: 'charge.succeeded', object: { id: 'ch_forged', object: 'charge' } });
    expect((await sendAs(forged, 'whsec_nobody_knows')).status).toBe(400);
    expect((await send(JSON.stringify(forged), { 'stripe-signature': 't=1,v1=00' })).status).toBe(400);
    expect((await send(forged, { 'stripe-signature': 'nonsense' })).status).toBe(400);
    expect((await fetch(`${backend.url}/webhooks/stripe`, { method: 'POST', body: '{}' })).status).toBe(400);
    expect((await sendAs(charge('ch_old', 5), OLD_SECRET)).status).toBe(200);
    await delay(50);
    const now = await scrape(backend);
    const more = (name: string) => {
      const old = samplesOf(before, name);
      const all = Object.entries(samplesOf(now, name)).map(([labels, value]) => [labels, value - (old[labels] ?? 0)]);
      return Object.fromEntries(all.filter(([, value]) => value !== 0)) as Record<string, number>;
    };
    expect(more('countinghouse_webhook_signature_failures_total')).toEqual({
      'diagnosis=wrong_secret': 1,
      'diagnosis=parsed_body': 1,
      'diagnosis=malformed_signature_header': 1,
      'diagnosis=no_signature_header': 1,
    });
    expect(more('countinghouse_webhook_ack_seconds_count')).toEqual({ 'code=200': 1, 'code=400': 4 });
    expect(more('countinghouse_webhook_secret_matches_total')).toEqual({ 'endpoint=account,position=1': 1 });

    const unmatched = samplesOf(now, 'countinghouse_webhook_secret_unmatched_seconds');
    expect(Object.keys(unmatched).length).toBe(3);
    expect(unmatched['endpoint=account,position=1']).toBeLessThan(unmatched['endpoint=account,position=2'] ?? 0);
    expect(unmatched['endpoint=connect,position=1']).toBeGreaterThan(unmatched['endpoint=account,position=2'] ?? 1e9);
    await delay(1_000);
    const later = samplesOf(await scrape(backend), 'countinghouse_webhook_secret_unmatched_seconds');
    expect(later['endpoint=account,position=1']).toBeGreaterThan(1);
  });

  it('rows that are not what Stripe says, until they are repaired', async () => {
    expect(samplesOf(await scrape(backend), 'countinghouse_verify_differences')).toEqual({});
    await backend.query(
      `UPDATE products SET name = 'made up' WHERE id = (SELECT id FROM products ORDER BY id LIMIT 1)`,
    );
    await backend.app.get(VerifySchedule).runIfDue();
    const [run] = await backend.query<{ checked: number; gone: number; failed: number; at: number }>(
      'SELECT checked, gone, failed, extract(epoch FROM finished_at)::float8 AS at FROM verify_runs',
    );
    const now = await freshScrape();
    expect(run?.gone).toBe(2); // what the test made up, and Stripe does not know
    expect(samplesOf(now, 'countinghouse_verify_differences')).toEqual({ '': 3 });
    expect(samplesOf(now, 'countinghouse_verify_objects')).toEqual({
      'result=checked': run?.checked,
      'result=different': 1,
      'result=gone': 2,
      'result=failed': run?.failed,
      'result=repaired': 0,
    });
    const at = samplesOf(now, 'countinghouse_verify_last_run_timestamp_seconds')[''] ?? 0;
    expect(Math.abs(at - (run?.at ?? 0))).toBeLessThan(0.01);

    const found = { differs: nothing, isGone: nothing, fails: nothing, isRefused: nothing, isRepaired: nothing };
    const report = { moves: nothing, ...found };
    const everything = { types: [], account: '', sample: null, repair: true, repairDeleted: false };
    await backend.query(`UPDATE verify_runs SET finished_at = finished_at - interval '96 hours'`);
    await backend.app.get(Verifier).run(everything, report, new AbortController().signal);
    expect(samplesOf(await freshScrape(), 'countinghouse_verify_differences')).toEqual({ '': 2 });
    // One that somebody has asked for does not stand for the one of every day.
    const still = samplesOf(await freshScrape(), 'countinghouse_verify_last_run_timestamp_seconds')[''] ?? 0;
    expect(Math.abs(at - 4 * 86_400 - still)).toBeLessThan(0.01);
  }, 60_000);

  it('what waits, what is dead, what the outbox holds and what no webhook brought', async () => {
    await backend.query(
      `UPDATE stripe_event_log SET status = 'failed', received_at = now() - interval '3 h', processed_at = NULL,
              next_attempt_at = now() + interval '1 h'
        WHERE object_key = 'ch_old'`,
    );
    await backend.query(`INSERT INTO outbox (topic, business_key, payload, status, created_at, next_attempt_at) VALUES
      ('of-an-adopter', 'a@example.com', '{}', 'pending', now() - interval '2 h', now()),
      ('of-an-adopter', 'b', '{}', 'pending', now(), now() + interval '1 h'), ('of-an-adopter', 'c', '{}', 'dead', now(), NULL),
      ('of-an-adopter', 'd', '{}', 'sent', now() - interval '9 h', NULL)`);
    sandbox?.deliveries.endpoints.remove(endpoint);
    sandbox?.engine.products.create({ name: 'Nobody tells of it' });
    sandbox?.engine.advance(3_600);
    const [run] = (await reconcileAll(backend)) ?? [];
    expect(run?.missed).toBeGreaterThan(0);
    const now = await freshScrape();
    expect(samplesOf(now, 'countinghouse_backlog_events')).toMatchObject({ 'state=planned': 1 });
    expect(samplesOf(now, 'countinghouse_backlog_oldest_seconds')['']).toBeGreaterThan(3 * 3_600 - 1);
    expect(samplesOf(now, 'countinghouse_backlog_overdue_seconds')['']).toBeLessThan(60);
    expect(samplesOf(now, 'countinghouse_dead_events')).toEqual({ '': 2 });
    expect(samplesOf(now, 'countinghouse_outbox_entries')).toMatchObject({
      'topic=of-an-adopter,status=pending': 2,
      'topic=of-an-adopter,status=dead': 1,
    });
    expect(samplesOf(now, 'countinghouse_outbox_oldest_seconds')['topic=of-an-adopter']).toBeGreaterThan(7_199);
    expect(samplesOf(now, 'countinghouse_reconcile_gaps')).toEqual({
      'kind=late': run?.late,
      'kind=missed': run?.missed,
    });
    expect(samplesOf(now, 'countinghouse_reconcile_failing_accounts')).toEqual({ 'accounts=own': 0 });
    const ranAt = samplesOf(now, 'countinghouse_reconcile_last_run_timestamp_seconds')['accounts=own'] ?? 0;
    expect(Math.abs(Date.now() / 1000 - ranAt)).toBeLessThan(60);
    expect(samplesOf(now, 'countinghouse_reconcile_checkpoint_age_seconds')['accounts=own']).toBeGreaterThanOrEqual(0);
    expect(sum(samplesOf(now, 'countinghouse_events_received_total'))).toBe(sum(await logged(`''`)));
    expect(samplesOf(now, 'countinghouse_events_received_total')['type=product.created,source=reconcile']).toBe(1);
  }, 60_000);

  it('nothing that leads to a person, an object or a secret stands in it', async () => {
    const { text } = await scrape(backend);
    const rows = await backend.query<{ word: string | null }>(
      `SELECT stripe_event_id AS word FROM stripe_event_log UNION SELECT object_key FROM stripe_event_log
        UNION SELECT nullif(account, '') FROM stripe_event_log UNION SELECT email FROM customers
        UNION SELECT name FROM customers UNION SELECT id FROM customers UNION SELECT business_key FROM outbox
        UNION SELECT id FROM tenants`,
    );
    const words = rows.flatMap(({ word }) => word ?? []).filter((word) => word.length > 3);
    expect(words.length).toBeGreaterThan(100);
    const secrets = [SECRET, OLD_SECRET, CONNECT_SECRET, sandbox?.apiKey ?? '', 'whsec_', 'sk_test', '@', 'made_up'];
    expect([...words, ...secrets].filter((word) => text.includes(word))).toEqual([]);
  });

  it('is read once, however many ask', async () => {
    forget();
    const read = jest.spyOn(backend.app.get(StoredStateRepository), 'read');
    await Promise.all(Array.from({ length: 20 }, () => scrape(backend)));
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
  });

  it('has the process, and its connections', async () => {
    const now = await scrape(backend);
    expect(samplesOf(now, 'countinghouse_database_up')).toEqual({ '': 1 });
    expect(samplesOf(now, 'countinghouse_database_connections_max')).toEqual({ '': 10 });
    expect(sum(samplesOf(now, 'countinghouse_database_connections'))).toBeGreaterThan(0);
    expect(samplesOf(now, 'process_resident_memory_bytes')['']).toBeGreaterThan(1e6);
    expect(samplesOf(now, 'countinghouse_queue_up')).toEqual({});
  });
});
