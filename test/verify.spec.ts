import { jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import Stripe from 'stripe';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { randomLifecycle } from '../sandbox/lifecycle.js';
import { StripeUnavailableError } from '../src/common/errors.js';
import { RowImageRepository } from '../src/operations/verify/row-image.repository.js';
import { VerifyRunRepository } from '../src/operations/verify/verify-run.repository.js';
import { StripeGateway } from '../src/stripe/stripe.gateway.js';
import { ObjectSync } from '../src/webhooks/object-sync.js';
import { Verifier } from '../src/operations/verify/verifier.js';
import { VerifySchedule } from '../src/operations/verify/verify.schedule.js';
import { differenceText, type Difference } from '../src/operations/verify/difference.js';
import type { VerifyRequest, VerifyResult } from '../src/operations/verify/verify-run.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { countinghouseHere } from './support/countinghouse.js';
import { unpaced } from './support/unpaced.js';

let sandbox: StripeSandbox;
let backend: Backend;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 9 });
  backend = unpaced(await startBackend({ env: { STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: sandbox.url } }));
  sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  randomLifecycle(4, sandbox.engine, { steps: 40, customers: 4, flips: false });
  await sandbox.deliveries.settled();
  await backend.settled();
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
});

interface Run extends VerifyResult {
  readonly said: string[];
}

async function verify(request: Partial<VerifyRequest> = {}): Promise<Run> {
  const said: string[] = [];
  const everything = { types: [], account: '', sample: null, repair: false, repairDeleted: false };
  const report = {
    moves: () => undefined,
    differs: (differences: readonly Difference[], lastEvent?: { type: string }) =>
      said.push(...differences.map((one) => `${differenceText(one)} ${lastEvent?.type ?? ''}`)),
    isGone: ({ type, id }: { type: string; id: string }) => said.push(`gone ${type} ${id}`),
    fails: ({ type, id }: { type: string; id: string }, reason: string) => said.push(`failed ${type} ${id} ${reason}`),
    isRefused: ({ account, type }: { account: string; type: string | null }) =>
      said.push(`left out ${account} ${type ?? ''}`.trim()),
    isRepaired: ({ type, id }: { type: string; id: string }) => said.push(`repaired ${type} ${id}`),
  };
  const result = await backend.app
    .get(Verifier, { strict: false })
    .run({ ...everything, ...request }, report, new AbortController().signal);
  return { ...result, said };
}

const TABLES = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
  AND tablename NOT IN ('verify_runs', 'verify_differences', 'stripe_worker_claim', 'balance_transactions',
                        'process_minutes', 'signing_secret_matches', 'leases', 'alert_incidents')
  AND tablename NOT LIKE 'stripe_event_payload%' ORDER BY 1`;

/** Every row of every table, with the hidden columns that tell which transaction wrote it. */
async function everyRow(): Promise<Map<string, unknown>> {
  const rows = new Map<string, unknown>();
  for (const { name } of await backend.query<{ name: string }>(TABLES)) {
    for (const { row, at } of await backend.query<{ row: unknown; at: string }>(
      `SELECT to_jsonb(t) AS row, t.ctid || ' ' || t.xmin AS at FROM "${name}" t`,
    )) {
      rows.set(`${name} ${at}`, row);
    }
  }
  return rows;
}

const someId = async (table: string): Promise<string> =>
  (await backend.query<{ id: string }>(`SELECT id FROM ${table} WHERE deleted_at IS NULL ORDER BY id LIMIT 1`))[0]
    ?.id ?? '';

it('finds nothing where all is equal, and writes nothing', async () => {
  const before = await everyRow();
  const run = await verify();
  expect(run.said).toEqual([]);
  expect(run).toMatchObject({ different: 0, gone: 0, failed: 0, repaired: 0 });
  expect(run.checked).toBeGreaterThan(40);
  expect(await everyRow()).toEqual(before);
});

it('finds a row that was changed by hand, names field, values and event, and repairs it and only it', async () => {
  const id = await someId('subscriptions');
  const [truth] = await backend.query<{ status: string }>('SELECT status FROM subscriptions WHERE id = $1', [id]);
  await backend.query(`UPDATE subscriptions SET status = 'made_up' WHERE id = $1`, [id]);
  const before = await everyRow();
  const found = await verify();
  expect(found.said).toEqual([
    expect.stringMatching(
      new RegExp(`^subscription ${id} status: here "made_up", there "${truth?.status}" customer.subscription`),
    ),
  ]);
  expect(await everyRow()).toEqual(before);

  const repaired = await verify({ repair: true });
  expect(repaired).toMatchObject({ different: 1, repaired: 1, failed: 0 });
  expect(await backend.query('SELECT status FROM subscriptions WHERE id = $1', [id])).toEqual([truth]);
  const after = await everyRow();
  const changed = [...before.keys()].filter((row) => !after.has(row));
  const derived = /^(?:tenant|subscription_items|subscription_mrr|mrr_)/; // from it, and written anew
  expect(changed.map((row) => row.split(' ')[0] ?? '').filter((table) => !derived.test(table))).toEqual([
    'subscriptions',
  ]);
  expect(await verify()).toMatchObject({ different: 0, said: [] });
});

it('finds a row that a parent owns, a row that is missing, and one marked as deleted', async () => {
  const invoice = (
    await backend.query<{ id: string }>('SELECT parent_id AS id FROM invoice_lines ORDER BY 1 LIMIT 1')
  )[0];
  const [price, charge] = [await someId('prices'), await someId('charges')];
  await backend.query('UPDATE invoice_lines SET amount = amount + 1 WHERE parent_id = $1', [invoice?.id]);
  await backend.query('DELETE FROM prices WHERE id = $1', [price]);
  await backend.query('UPDATE charges SET deleted_at = now() WHERE id = $1', [charge]);
  const found = await verify({ types: ['invoice', 'price', 'charge'], repair: true });
  expect(found.said.map((line) => line.split(':')[0])).toEqual([
    `invoice ${invoice?.id} lines`,
    `repaired invoice ${invoice?.id}`,
    `price ${price}`,
    `repaired price ${price}`,
    `charge ${charge} deleted_at`,
    `repaired charge ${charge}`,
  ]);
  expect(await verify()).toMatchObject({ different: 0, gone: 0 });
});

it('shows nothing personal', async () => {
  const [customer, session, subscription, invoice] = [
    await someId('customers'),
    await someId('checkout_sessions'),
    await someId('subscriptions'),
    await someId('invoices'),
  ];
  await backend.query(
    `UPDATE customers SET email = 'somebody@else.example', name = 'else', tenant_id = 'else@else.example' WHERE id = $1`,
    [customer],
  );
  await backend.query(
    `UPDATE checkout_sessions SET client_reference_id = 'else', tenant_id = 'cus_else' WHERE id = $1`,
    [session],
  );
  await backend.query(`UPDATE subscriptions SET tenant_id = 'else@else.example', status = 'else@else' WHERE id = $1`, [
    subscription,
  ]);
  await backend.query(
    `UPDATE invoices SET hosted_invoice_url = CASE WHEN hosted_invoice_url IS NULL THEN 'https://else.example' END WHERE id = $1`,
    [invoice],
  );
  const { said, repaired } = await verify({
    types: ['customer', 'checkout.session', 'subscription', 'invoice'],
    repair: true,
  });
  for (const [id, field] of [
    [customer, 'email'],
    [customer, 'name'],
    [customer, 'tenant_id'],
    [session, 'client_reference_id'],
    [session, 'tenant_id'],
    [subscription, 'tenant_id'],
    [subscription, 'status'],
    [invoice, 'hosted_invoice_url'],
  ]) {
    expect(said.join('\n')).toContain(`${id} ${field}: differs (not shown)`);
  }
  expect(said.join()).not.toMatch(/else|http/i);
  expect(repaired).toBe(4);
});

it('links that Stripe makes anew each time it shows an object are no difference, and are not written for their sake', async () => {
  const links = () =>
    backend.query(
      `SELECT id, hosted_invoice_url AS a, invoice_pdf AS b FROM invoices
       UNION ALL SELECT id, receipt_url, NULL FROM charges UNION ALL SELECT id, pdf, NULL FROM credit_notes ORDER BY id`,
    );
  const { id } = sandbox.engine.state().invoices.find(({ hosted_invoice_url: url }) => url !== null) ?? { id: '' };
  const shown = async () =>
    (await backend.app.get(StripeGateway).read({ account: '', type: 'invoice', id }, null)).object?.['invoice_pdf'];
  expect(await shown()).not.toBe(await shown());
  await backend.query(`UPDATE charges SET receipt_url = receipt_url || '?s=old'`);
  const before = await links();
  expect(await verify({ types: ['invoice', 'charge', 'credit_note'], repair: true })).toMatchObject({
    different: 0,
    repaired: 0,
    said: [],
  });
  expect(await links()).toEqual(before);

  // a link that is missing is one, and what is written then is the link of this read
  await backend.query(`UPDATE invoices SET invoice_pdf = NULL WHERE id = $1`, [id]);
  expect((await verify({ types: ['invoice'], repair: true })).said).toEqual([
    expect.stringContaining(`invoice ${id} invoice_pdf: differs (not shown)`),
    `repaired invoice ${id}`,
  ]);
  expect(await backend.query('SELECT invoice_pdf FROM invoices WHERE id = $1', [id])).toEqual([
    { invoice_pdf: expect.stringMatching(/\/pdf\?s=\d+$/) },
  ]);
});

it('reports what Stripe does not know, and marks it as deleted only when told to, and never many at once', async () => {
  const ghost = (n: number) =>
    backend.query(
      `INSERT INTO coupons (account, id, stripe_event_at, percent_off, duration)
       VALUES ('', $1, to_timestamp($2) - interval '60 days', 10, 'once')`,
      [`ghost_${n}`, sandbox.clock.now()],
    );
  await ghost(1);
  expect(await verify({ repair: true })).toMatchObject({ gone: 1, repaired: 0, said: ['gone coupon ghost_1'] });
  expect(await verify({ repairDeleted: true })).toMatchObject({ gone: 1, repaired: 1 });
  expect(await backend.query(`SELECT deleted_at IS NOT NULL AS gone FROM coupons WHERE id = 'ghost_1'`)).toEqual([
    { gone: true },
  ]);
  for (let n = 2; n < 12; n += 1) await ghost(n);
  expect(await verify({ repairDeleted: true })).toMatchObject({ gone: 10, repaired: 0, stopped: true });
  await backend.query(`DELETE FROM coupons WHERE id LIKE 'ghost%'`);
});

it('a sample reads so many rows of each type', async () => {
  const { checked, different } = await verify({ types: ['customer', 'charge'], sample: 2 });
  expect({ checked, different }).toEqual({ checked: 4, different: 0 });
});

it('goes on through a Stripe that is limited or broken, and leaves a row that an event has changed meanwhile', async () => {
  sandbox.faults.add({ fault: 'rate_limit', retryAfter: 1, times: 2 });
  sandbox.faults.add({ fault: 'error', times: 2 });
  expect(await verify({ types: ['product', 'price'] })).toMatchObject({ different: 0, failed: 0 });
}, 60_000);

describe('what the key may not read', () => {
  afterEach(async () => {
    jest.restoreAllMocks();
    await backend.query(`DELETE FROM customers WHERE account <> ''`);
    await backend.query('DELETE FROM verify_differences');
  });
  const forbidden = (message: string, code?: string) =>
    new StripeUnavailableError(message, undefined, {
      cause: Object.assign(new Stripe.errors.StripePermissionError({ type: 'invalid_request_error', message }), {
        statusCode: 403,
        code,
      }),
    });

  it('is left out and said, asked for once, and the rest is compared', async () => {
    const gateway = backend.app.get(StripeGateway);
    const [list, read] = [gateway.list.bind(gateway), gateway.read.bind(gateway)];
    const asked: string[] = [];
    jest.spyOn(gateway, 'list').mockImplementation(async (path, ...rest) => {
      if (path !== '/v1/coupons') return list(path, ...rest);
      asked.push(path);
      throw forbidden('no coupons');
    });
    jest.spyOn(gateway, 'read').mockImplementation(async (ref, version) => {
      if (ref.type !== 'payment_method') return read(ref, version);
      asked.push(ref.type);
      throw forbidden('no payment methods');
    });
    const run = await verify();
    expect(run.said.toSorted()).toEqual(['left out  coupon', 'left out  payment_method']);
    expect(run).toMatchObject({ different: 0, gone: 0, failed: 0, refused: 2 });
    expect(run.checked).toBeGreaterThan(40);
    expect(asked.toSorted()).toEqual(['/v1/coupons', 'payment_method']);

    asked.length = 0;
    expect(await verify({ sample: 5 })).toMatchObject({ failed: 0, refused: 1 });
    expect(asked).toEqual(['payment_method']);
  });

  it('an account that is no longer connected is left out as a whole, and nothing stays known of it', async () => {
    await backend.query(
      `INSERT INTO customers (account, id, stripe_event_at) VALUES ('acct_left', 'cus_1', now()), ('acct_left', 'cus_2', now())`,
    );
    await backend.query(
      `INSERT INTO verify_differences (account, type, id, fields) VALUES ('acct_left', 'customer', 'cus_1', '{name}')`,
    );
    const run = await verify({ sample: 200 });
    expect(run.said).toEqual(['left out acct_left']);
    expect(run).toMatchObject({ different: 0, gone: 0, failed: 0, refused: 1 });
    expect(run.checked).toBeGreaterThan(40);
    expect(await backend.query('SELECT id FROM verify_differences')).toEqual([]);
    expect(await verify({ account: 'acct_left' })).toMatchObject({
      said: ['left out acct_left'],
      refused: 1,
      checked: 0,
    });
  });
});

it('the own account by its id is the own one', async () => {
  const own = await backend.app.get(StripeGateway).accountId();
  const before = await everyRow();
  const run = await verify({ account: own, types: ['product'], repair: true });
  expect(run).toMatchObject({ different: 0, failed: 0, refused: 0, said: [] });
  expect(run.checked).toBeGreaterThan(0);
  expect(await everyRow()).toEqual(before);
});

describe('a row that an event changes while its object is read', () => {
  afterEach(() => jest.restoreAllMocks());
  let serial = 0;
  /** Brings a newer state through the webhook and waits until it is in the row. */
  const rename = async (id: string): Promise<string> => {
    const name = `renamed ${(serial += 1)}`;
    sandbox.engine.advance(2);
    sandbox.engine.customers.update(id, { name });
    await sandbox.deliveries.settled();
    await backend.settled();
    return name;
  };
  const nameOf = async (id: string) =>
    (await backend.query<{ name: string }>('SELECT name FROM customers WHERE id = $1', [id]))[0]?.name;
  const customerId = () => sandbox.engine.state().customers.find((one) => !('deleted' in one))?.id ?? '';
  const nothingFound = { different: 0, failed: 0, gone: 0, repaired: 0, said: [] };

  it.each(['list', 'object'])(
    'keeps the newer state when the %s comes late',
    async (late) => {
      const id = customerId();
      await backend.query(`UPDATE customers SET name = 'by hand' WHERE id = $1`, [id]);
      const gateway = backend.app.get(StripeGateway);
      const readAt = new Date(sandbox.clock.now() * 1000);
      let name = '';
      const comesLate = async <Answer>(answer: () => Promise<Answer>): Promise<Answer> => {
        name = await rename(id);
        return { ...(await answer()), readAt };
      };
      const [list, read] = [gateway.list.bind(gateway), gateway.read.bind(gateway)];
      if (late === 'list') {
        jest.spyOn(gateway, 'list').mockImplementationOnce((...asked) => comesLate(() => list(...asked)));
      } else {
        jest.spyOn(gateway, 'read').mockImplementationOnce((...asked) => comesLate(() => read(...asked)));
      }
      expect(await verify({ types: ['customer'], repair: true })).toMatchObject(nothingFound);
      expect(name).not.toBe('');
      expect(await nameOf(id)).toBe(name);
      expect(await verify({ types: ['customer'] })).toMatchObject(nothingFound);
    },
    60_000,
  );

  it('keeps the newer state when an answer of before comes late', async () => {
    const id = customerId();
    await backend.query(`UPDATE customers SET name = 'by hand' WHERE id = $1`, [id]);
    const gateway = backend.app.get(StripeGateway);
    const read = gateway.read.bind(gateway);
    let name = '';
    jest.spyOn(gateway, 'read').mockImplementationOnce(async (ref, version) => {
      const answer = await read(ref, version);
      name = await rename(id);
      return answer;
    });
    expect(await verify({ types: ['customer'], repair: true })).toMatchObject(nothingFound);
    expect(name).not.toBe('');
    expect(await nameOf(id)).toBe(name);
  }, 60_000);

  it('keeps the newer state when the event comes between the two looks at the row', async () => {
    const id = customerId();
    await backend.query(`UPDATE customers SET name = 'by hand' WHERE id = $1`, [id]);
    const images = backend.app.get(RowImageRepository, { strict: false });
    const imageOf = images.imageOf.bind(images);
    let name = '';
    let looks = 0;
    jest.spyOn(images, 'imageOf').mockImplementation(async (row, db) => {
      const isOutside = db === undefined && row.object.id === id;
      if (isOutside && (looks += 1) === 2) name = await rename(id); // the first one was at a glance
      return db ? imageOf(row, db) : imageOf(row);
    });
    expect(await verify({ types: ['customer'], repair: true })).toMatchObject(nothingFound);
    expect(name).not.toBe('');
    expect(await nameOf(id)).toBe(name);
  }, 60_000);

  it('an object that is deleted without an event during the repair is gone, and not repaired', async () => {
    const gone = async (repairDeleted: boolean, at: number) => {
      await backend.query(
        `INSERT INTO coupons (id, stripe_event_at, name)
         VALUES ('late_1', to_timestamp($1) - interval '60 days', 'by hand')
         ON CONFLICT (account, id) DO UPDATE SET deleted_at = NULL, stripe_event_at = EXCLUDED.stripe_event_at`,
        [sandbox.clock.now()],
      );
      const gateway = backend.app.get(StripeGateway);
      const read = gateway.read.bind(gateway);
      const coupon = { id: 'late_1', object: 'coupon', name: 'true', duration: 'once', created: 1, metadata: {} };
      const sync = backend.app.get(ObjectSync, { strict: false });
      const apply = sync.apply.bind(sync);
      let reads = 0;
      jest.spyOn(gateway, 'read').mockImplementation(async (ref, version) => {
        const answer = await read(ref, version);
        return ref.id === 'late_1' && (reads += 1) < at ? { ...answer, object: coupon } : answer;
      });
      // an event of the second of the read is received after it, so it has to be read again
      jest.spyOn(sync, 'apply').mockImplementationOnce(async (objects) => {
        await backend.query(
          `INSERT INTO stripe_event_log (stripe_event_id, event_type, account, object_key, livemode, created_at, status, verdict)
           VALUES ('evt_late_${(serial += 1)}', 'coupon.updated', '', 'late_1', false, $1, 'ignored', 'ignored: no_handler')`,
          [objects[0]?.read.readAt],
        );
        return apply(objects);
      });
      const run = await verify({ types: ['coupon'], repair: true, repairDeleted });
      jest.restoreAllMocks();
      return run;
    };
    const live = async () =>
      (await backend.query(`SELECT id FROM coupons WHERE id = 'late_1' AND deleted_at IS NULL`)).length === 1;

    expect(await gone(false, 2)).toMatchObject({ gone: 1, repaired: 0 });
    expect(await live()).toBe(true);
    expect(await backend.query('SELECT id FROM verify_differences')).toEqual([{ id: 'late_1' }]);
    expect(await gone(true, 1)).toMatchObject({ gone: 1, repaired: 1 });
    expect(await live()).toBe(false);
    await backend.query(`DELETE FROM coupons WHERE id = 'late_1'`);
    await backend.query(`DELETE FROM stripe_event_log WHERE object_key = 'late_1'`);
    await backend.query('DELETE FROM verify_differences');
  }, 60_000);
});

it('every day a sample, whose result health shows; another one is not due', async () => {
  const id = await someId('payment_intents');
  await backend.query(`UPDATE payment_intents SET status = 'made_up' WHERE id = $1`, [id]);
  const others = await backend.query('SELECT id FROM payment_intents WHERE id <> $1 AND deleted_at IS NULL', [id]);
  expect(others.length).toBeLessThan(20);
  const schedule = backend.app.get(VerifySchedule, { strict: false });
  const runs = backend.app.get(VerifyRunRepository, { strict: false });
  // what somebody has run by hand does not stand in for it
  await runs.note({ startedAt: new Date(), sample: null, scheduled: false }, await verify({ types: ['coupon'] }));
  await schedule.runIfDue();
  await schedule.runIfDue();
  expect(await backend.query('SELECT sample, different, gone, repaired FROM verify_runs WHERE scheduled')).toEqual([
    { sample: 20, different: 1, gone: 0, repaired: 0 },
  ]);
  const health = (await (await fetch(`${backend.url}/health`)).json()) as { status: string };
  expect(JSON.stringify(health)).toContain('rows that are not what Stripe says: 1');
  await verify({ types: ['payment_intent'], repair: true });
}, 60_000);

it('looks for the first time five to ten minutes after the start, then every hour', () => {
  const schedule = backend.app.get(VerifySchedule, { strict: false });
  const registry = backend.app.get(SchedulerRegistry, { strict: false });
  const forget = () => {
    registry.deleteTimeout('verify');
    registry.deleteInterval('verify');
  };
  forget();
  const run = jest.spyOn(schedule, 'runIfDue').mockResolvedValue();
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
  try {
    for (let start = 0; start < 5; start += 1) {
      schedule.onApplicationBootstrap();
      jest.advanceTimersByTime(299_999);
      expect(run).not.toHaveBeenCalled();
      forget();
    }
    schedule.onApplicationBootstrap();
    jest.advanceTimersByTime(600_000);
    expect(run).toHaveBeenCalledTimes(1);
    forget();
  } finally {
    jest.useRealTimers();
    run.mockRestore();
  }
});

it('health is degraded when no run of every day has ended for three days, and there was time for one', async () => {
  const REASON = 'rows were not compared with Stripe for 3 days, see docs/verify.md';
  const reasons = async (): Promise<string[]> => {
    const { reasons: said } = (await (await fetch(`${backend.url}/health`)).json()) as { reasons: string[] };
    return said.filter((reason) => reason.includes('for 3 days'));
  };
  const bound = (days: number) =>
    backend.query(`UPDATE stripe_binding SET bound_at = now() - $1 * interval '1 day'`, [days]);
  const uptime = jest.spyOn(process, 'uptime').mockReturnValue(3_700);
  try {
    await bound(10);
    await backend.query(`UPDATE verify_runs SET finished_at = now() - interval '71 h'`);
    expect(await reasons()).toEqual([]);
    await backend.query(`UPDATE verify_runs SET finished_at = now() - interval '73 h' WHERE scheduled`);
    expect(await reasons()).toEqual([REASON]); // what somebody has run by hand since is no run of every day
    uptime.mockReturnValue(3_500);
    expect(await reasons()).toEqual([]);
    uptime.mockReturnValue(3_700);
    await backend.query('DELETE FROM verify_runs');
    expect(await reasons()).toEqual([REASON]);
    await bound(2);
    expect(await reasons()).toEqual([]);

    await bound(10);
    const none = await startBackend({
      databaseUrl: backend.databaseUrl,
      env: { STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: sandbox.url, VERIFY_SAMPLE: '0' },
    });
    expect(await (await fetch(`${none.url}/health`)).text()).not.toContain('for 3 days');
    await none.close();
  } finally {
    uptime.mockRestore();
  }
}, 60_000);

it('a difference stays known while runs look elsewhere, until one finds the row right', async () => {
  const id = await someId('payment_intents');
  await verify(); // earlier tests have mended what they broke
  const known = () => backend.query('SELECT type, id, fields FROM verify_differences');
  const [truth] = await backend.query<{ status: string }>('SELECT status FROM payment_intents WHERE id = $1', [id]);
  await backend.query(`UPDATE payment_intents SET status = 'made_up' WHERE id = $1`, [id]);
  expect(await verify({ types: ['payment_intent'] })).toMatchObject({ different: 1 });
  const found = [{ type: 'payment_intent', id, fields: ['status'] }];
  expect(await known()).toEqual(found);
  expect(await verify({ types: ['customer'] })).toMatchObject({ different: 0 });
  expect(await known()).toEqual(found);
  // a sample of none has nothing by chance: what is known is looked at all the same, once
  expect(await verify({ sample: 0 })).toMatchObject({ checked: 1, different: 1 });
  expect(await verify({ types: ['payment_intent'] })).toMatchObject({ different: 1 });
  await backend.query('UPDATE payment_intents SET status = $2 WHERE id = $1', [id, truth?.status]);
  expect(await verify({ sample: 0 })).toMatchObject({ checked: 1, different: 0 });
  expect(await known()).toEqual([]);

  // what is gone is known too, until its row says so
  await backend.query(`INSERT INTO coupons (id, stripe_event_at) VALUES ('gone_1', now())`);
  expect(await verify({ types: ['coupon'] })).toMatchObject({ gone: 1 });
  expect(await known()).toEqual([{ type: 'coupon', id: 'gone_1', fields: [] }]);
  await backend.query(`UPDATE coupons SET deleted_at = now() WHERE id = 'gone_1'`);
  expect(await verify({ sample: 0 })).toMatchObject({ checked: 1, gone: 0 });
  expect(await known()).toEqual([]);
}, 60_000);

it('an endpoint of an old API version is no difference', async () => {
  const old = await StripeSandbox.start({ seed: 3 });
  const elsewhere = unpaced(
    await startBackend({ env: { STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: old.url } }),
  );
  try {
    const endpoint = { url: `${elsewhere.url}/webhooks/stripe`, secret: SECRET };
    old.deliveries.addEndpoint({ ...endpoint, apiVersion: '2018-07-27' });
    randomLifecycle(6, old.engine, { steps: 30, customers: 2, flips: false });
    await old.deliveries.settled();
    await elsewhere.settled();
    const said: unknown[] = [];
    const say = (...what: unknown[]) => void said.push(what);
    const silent = { moves: () => undefined };
    const report = { ...silent, differs: say, isGone: say, fails: say, isRefused: say, isRepaired: say };
    const request = { types: [], account: '', sample: null, repair: false, repairDeleted: false };
    const verifier = elsewhere.app.get(Verifier, { strict: false });
    const { checked } = await verifier.run(request, report, new AbortController().signal);
    expect(said).toEqual([]);
    expect(checked).toBeGreaterThan(20);
  } finally {
    await elsewhere.close();
    await old.close();
  }
}, 60_000);

it('what a backfill brought in a state of which no event tells may be in another such state by now', async () => {
  const { engine } = sandbox;
  const customer = engine.customers.create({ payment_method: 'pm_card_chargeCustomerFail' }).id;
  const product = engine.products.create({ name: 'Late' }).id;
  const price = engine.prices.create({ currency: 'usd', product, unit_amount: 700, recurring: { interval: 'month' } });
  const { latest_invoice } = engine.subscriptions.create({ customer, items: [{ price: price.id }] });
  const payment = () => engine.state().invoice_payments.find(({ invoice }) => invoice === latest_invoice);
  const sync = backend.app.get(ObjectSync, { strict: false });
  const id = payment()?.id ?? '';
  await sync.apply([await sync.read({ account: '', id, type: 'invoice_payment' })]);
  engine.advance(2 * 86_400);
  await sandbox.deliveries.settled();
  await backend.settled();
  expect(payment()?.status).toBe('canceled');
  expect(await backend.query('SELECT status FROM invoice_payments WHERE id = $1', [id])).toEqual([{ status: 'open' }]);
  expect((await verify({ types: ['invoice_payment'] })).said).toEqual([]);
  await backend.query(`UPDATE invoice_payments SET status = 'paid' WHERE id = $1`, [id]);
  expect((await verify({ types: ['invoice_payment'] })).said).toContainEqual(
    expect.stringContaining('there "canceled"'),
  );
  await verify({ types: ['invoice_payment'], repair: true });
}, 60_000);

describe('countinghouse verify', () => {
  const command = (args: string[], env: Record<string, string> = {}) =>
    countinghouseHere(['verify', ...args], {
      DATABASE_URL: backend.databaseUrl,
      STRIPE_SECRET_KEY: 'sk_test_any',
      STRIPE_API_BASE: sandbox.url,
      ...env,
    });

  it('ends with 0 when all is equal, and with 3 when something is not', async () => {
    expect(await command(['--type', 'customer'])).toMatchObject({ code: 0 });
    const id = await someId('customers');
    await backend.query('UPDATE customers SET delinquent = NOT delinquent WHERE id = $1', [id]);
    const different = await command(['--type', 'customer']);
    expect(different.code).toBe(3);
    expect(different.output).toMatch(
      new RegExp(`customer ${id} delinquent: here (true|false), there (true|false) \\(last event: evt_`),
    );
    expect(await command(['--type', 'customer', '--repair', '--reason', 'ticket 7'])).toMatchObject({ code: 3 });
    expect(await command(['--type', 'customer'])).toMatchObject({ code: 0 });
    expect(await backend.query(`SELECT actor_kind, after FROM audit_log WHERE action = 'verify.run'`)).toMatchObject([
      { actor_kind: 'system', after: { types: ['customer'], repair: true, reason: 'ticket 7' } },
    ]);
  }, 60_000);

  it('refuses a key of another mode, and what it does not understand', async () => {
    const live = await command([], { STRIPE_SECRET_KEY: 'sk_live_any' });
    expect(live).toMatchObject({ code: 1, errors: expect.stringContaining('live data') as string });
    expect(await command(['--type', 'customers'])).toMatchObject({ code: 1 });
  }, 60_000);
});
