import { setTimeout as delay } from 'node:timers/promises';
import { getQueueToken } from '@nestjs/bull';
import { Injectable, Module } from '@nestjs/common';
import type { Queue } from 'bull';
import { DataSource, type EntityManager } from 'typeorm';
import { toPlan } from '../src/billing/catalog/plan.mapper.js';
import { PlanRepository } from '../src/billing/catalog/plan.repository.js';
import { toPrice } from '../src/billing/catalog/price.mapper.js';
import { PriceRepository } from '../src/billing/catalog/price.repository.js';
import { toCustomer } from '../src/customers/customer.mapper.js';
import { CustomerRepository } from '../src/customers/customer.repository.js';
import { bindContext, EventContext } from '../src/database/event-context.js';
import { inTransaction } from '../src/database/in-transaction.js';
import { OnStripeEvent } from '../src/stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../src/stripe/stripe.types.js';
import { APPLIED, type Verdict } from '../src/stripe/verdict.js';
import { EventLogRepository } from '../src/webhooks/event-log.repository.js';
import { readEnvelope } from '../src/webhooks/received-event.js';
import { startBackend, type Backend } from './support/backend.js';
import { post, stripeEvent } from './support/signed-event.js';

/** Handlers of an adopter's, each with a mistake of its own. */
@Injectable()
class Mistakes {
  @OnStripeEvent('topup.created')
  async nest(_event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    await tx
      .transaction(async (inner) => {
        await inner.query('SELECT pg_sleep(0.01)');
        throw new Error('a conflict that the adopter expects');
      })
      .catch(() => undefined);
    return APPLIED;
  }

  @OnStripeEvent('topup.failed')
  hang(_event: StripeEvent, _tx: EntityManager): Promise<Verdict> {
    return new Promise(() => undefined);
  }

  @OnStripeEvent('topup.succeeded')
  async dawdle(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    await tx.query('SELECT pg_sleep(0.06)');
    await tx.query('INSERT INTO probe VALUES ($1)', [event.id]);
    return APPLIED;
  }
}
@Module({ providers: [Mistakes] })
class MistakesModule {}

let backend: Backend;
let dataSource: DataSource;

beforeAll(async () => {
  backend = await startBackend({ extensions: [MistakesModule] });
  dataSource = backend.app.get(DataSource);
  await backend.query('CREATE TABLE probe (said text)');
});
afterAll(() => backend.close());
beforeEach(() => backend.query('TRUNCATE probe'));

const send = (event: Record<string, unknown>) => post(`${backend.url}/webhooks/stripe`, event);
const many = (count: number, type: string, prefix: string) =>
  Array.from({ length: count }, (_, i) =>
    stripeEvent({ type, object: { id: `${prefix}_${i}`, object: type.split('.')[0], name: 'there' } }),
  );

/** What is posted meanwhile shares a batch: no batch can begin. */
async function inOneBatch(events: readonly Record<string, unknown>[]): Promise<void> {
  const blocker = dataSource.createQueryRunner();
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE stripe_worker_claim IN ACCESS EXCLUSIVE MODE');
  await Promise.all(many(4, 'product.created', `prod_${Math.random()}`).map(send));
  await Promise.all(events.map(send));
  await blocker.query('COMMIT');
  await blocker.release();
}

describe('a transaction', () => {
  it('takes nothing more after its end, from whoever still asks', async () => {
    const late: Promise<unknown>[] = [];
    const holder = dataSource.createQueryRunner();
    await holder.query('SELECT pg_advisory_lock(1)');
    const work = inTransaction(dataSource, async (tx) => {
      for (let n = 1; n <= 20; n += 1) {
        const source = n > 3 ? 'pg_advisory_xact_lock(1)' : 'now()';
        late.push(
          tx.query(`INSERT INTO probe SELECT $1 FROM ${source}`, [`late ${n}`]).catch((error: unknown) => error),
        );
      }
      await late[2]; // by now all but the last have been sent, and wait
      void holder.query('SELECT pg_advisory_unlock(1)');
      throw new Error('a time-out');
    });
    await expect(work).rejects.toThrow('a time-out');
    await holder.release();
    const answers = await Promise.all(late);
    expect(String(answers.at(-1))).toMatch('the transaction has ended');
    expect(await backend.query('SELECT * FROM probe')).toEqual([]);
  });

  it('has none within it', async () => {
    const work = inTransaction(dataSource, (tx) => tx.transaction(() => Promise.resolve()));
    await expect(work).rejects.toThrow('begin no transaction and no savepoint');
  });

  it('leaves the pool a sound connection, whatever became of it', async () => {
    await expect(inTransaction(dataSource, (tx) => tx.query('SELECT 1/0'))).rejects.toThrow('division by zero');
    const killed = inTransaction(dataSource, (tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(killed).rejects.toThrow(/terminat/);
    for (let n = 0; n < 12; n += 1) expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const open = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
    // One that the backend itself has in hand is over soon; one that is left behind lasts for half a minute.
    for (const deadline = Date.now() + 20_000; (await backend.query(open)).length > 0; await delay(20)) {
      if (Date.now() > deadline) throw new Error('a transaction was left open');
    }
  });
});

it('a savepoint of one handler takes back nothing of another, and its event fails by itself', async () => {
  await inOneBatch([...many(20, 'customer.created', 'cus_n'), ...many(3, 'topup.created', 'tu_n')]);
  await backend.settled();
  expect(await backend.query(`SELECT id FROM customers WHERE id LIKE 'cus_n%'`)).toHaveLength(20);
  expect(await backend.query(`SELECT DISTINCT verdict FROM stripe_event_log WHERE object_key LIKE 'cus_n%'`)).toEqual([
    { verdict: 'applied' },
  ]);
});

it('a handler that hangs costs its batch seconds once, and the others nothing after that', async () => {
  await inOneBatch(many(6, 'topup.failed', 'tu_h'));
  await delay(300);
  const began = performance.now();
  await Promise.all(many(20, 'customer.created', 'cus_h').map(send));
  const open = `SELECT 1 FROM stripe_event_log WHERE object_key LIKE 'cus_h%' AND status = 'received'`;
  while ((await backend.query(open)).length > 0 && performance.now() - began < 60_000) await delay(100);
  expect(await backend.query(open)).toEqual([]);
  const hung = await backend.query(`SELECT DISTINCT error_class FROM stripe_event_log WHERE object_key LIKE 'tu_h%'`);
  expect(hung.map(({ error_class }) => error_class)).not.toContain(null);
  await backend.query(`UPDATE stripe_event_log SET status = 'dead' WHERE object_key LIKE 'tu_h%'`);
}, 120_000);

it('handlers that are slow together are no time-outs, and each writes once', async () => {
  await inOneBatch(many(180, 'topup.succeeded', 'tu_s'));
  await backend.settled(60_000);
  const [written] = await backend.query('SELECT count(*)::int AS rows, count(DISTINCT said)::int AS events FROM probe');
  expect(written).toEqual({ rows: 180, events: 180 });
  const attempts = `SELECT DISTINCT status, retry_count FROM stripe_event_log WHERE object_key LIKE 'tu_s%'`;
  expect(await backend.query(attempts)).toEqual([{ status: 'processed', retry_count: 0 }]);
}, 180_000);

it('a backlog of large events is worked off in portions that fit into memory', async () => {
  const filler = 'x'.repeat(900_000);
  const events = Array.from({ length: 24 }, (_, i) =>
    stripeEvent({ type: 'customer.created', object: { id: `cus_l${i}`, object: 'customer', name: 'large', filler } }),
  );
  const log = backend.app.get(EventLogRepository);
  for (const event of events) {
    const received = readEnvelope(Buffer.from(JSON.stringify(event)));
    if (received) await log.insert([received], 'webhook');
  }
  await send(stripeEvent({ type: 'product.created', object: { id: 'prod_wakes', object: 'product' } }));
  await backend.settled();
  expect(await backend.query(`SELECT id FROM customers WHERE name = 'large'`)).toHaveLength(24);
});

describe('in a transaction that looked before another one wrote', () => {
  const at = 1_700_000_500;

  it('a read does not overwrite what is newer', async () => {
    const old = stripeEvent({ type: 'customer.updated', created: at, object: { id: 'cus_r', object: 'customer' } });
    const context = new EventContext(true, () => true);
    const object = { id: 'cus_r', object: 'customer', name: 'read, and older' };
    const readAt = new Date((at + 10) * 1000);
    context.hold({ account: '', id: 'cus_r' }, { object, readAt, startedAt: new Date().toISOString() });
    await inTransaction(dataSource, async (tx) => {
      bindContext(tx, context);
      const runner = tx.queryRunner;
      const query = runner?.query.bind(runner);
      let looked = false;
      Object.assign(runner ?? {}, {
        query: async (...args: [string, unknown[]?]) => {
          const answer: unknown = await query?.(...args);
          if (looked || !args[0].includes('FOR UPDATE')) return answer;
          looked = true;
          const newer = { id: 'cus_r', object: 'customer', name: 'newer' };
          await send(stripeEvent({ type: 'customer.updated', created: at + 20, object: newer }));
          await backend.settled();
          return answer;
        },
      });
      await backend.app.get(CustomerRepository).apply(tx, asEvent(old), toCustomer);
    });
    expect(await backend.query(`SELECT name FROM customers WHERE id = 'cus_r'`)).toEqual([{ name: 'newer' }]);
  });

  it('what is known of a plan says nothing of the price of the same id', async () => {
    const told = (type: string, object: object, nickname: string, before: string) =>
      stripeEvent({
        type,
        created: at,
        object: { id: 'gold', currency: 'usd', ...object, nickname },
        previous: { nickname: before },
      });
    const plan = { object: 'plan', amount: 1, interval: 'month', product: 'p', active: true };
    const price = { object: 'price', unit_amount: 1, product: 'p', active: true };
    const first = told('plan.updated', plan, 'b', 'a');
    const second = told('plan.updated', plan, 'a', 'x');
    const older = told('price.updated', price, 'one', 'zero');
    const newer = told('price.updated', price, 'two', 'one');
    await send(first);
    await send(second);
    await backend.settled();
    const received = readEnvelope(Buffer.from(JSON.stringify(older)));
    await inTransaction(dataSource, async (tx) => {
      if (received) await backend.app.get(EventLogRepository).insert([received], 'webhook');
      await tx.query('SELECT 1 FROM stripe_event_log WHERE stripe_event_id = $1 FOR UPDATE', [older['id']]);
      bindContext(tx, new EventContext(false, () => true));
      await backend.app.get(PlanRepository).apply(tx, asEvent(first), toPlan);
      await send(newer);
      const done = `SELECT 1 FROM stripe_event_log WHERE stripe_event_id = $1 AND status = 'processed'`;
      while ((await backend.query(done, [newer['id']])).length === 0) await delay(20);
      await backend.app.get(PriceRepository).apply(tx, asEvent(older), toPrice);
      await tx.query(`UPDATE stripe_event_log SET status = 'processed' WHERE stripe_event_id = $1`, [older['id']]);
    });
    expect(await backend.query(`SELECT nickname FROM prices WHERE id = 'gold'`)).toEqual([{ nickname: 'two' }]);
  });
});

it('jobs of Bull do not pile up, for each of them only wakes', async () => {
  const bull = await startBackend({ queue: 'Bull' });
  try {
    const queue = bull.app.get<Queue>(getQueueToken('stripe-events'));
    const events = many(1_200, 'customer.created', 'cus_b');
    const next = events[Symbol.iterator]();
    const lanes = Array.from({ length: 24 }, async () => {
      for (const event of next) await post(`${bull.url}/webhooks/stripe`, event);
    });
    await Promise.all(lanes);
    await bull.settled(60_000);
    const { waiting, active } = await queue.getJobCounts();
    expect(waiting + active).toBeLessThan(20);
  } finally {
    await bull.close();
  }
}, 180_000);

const asEvent = (event: Record<string, unknown>): StripeEvent => JSON.parse(JSON.stringify(event)) as StripeEvent;
