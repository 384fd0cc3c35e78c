import { jest } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Lanes } from '../src/common/lanes.js';
import { OnStripeEvent } from '../src/stripe/on-stripe-event.decorator.js';
import type { EventOf } from '../src/stripe/stripe.types.js';
import { APPLIED, type Verdict } from '../src/stripe/verdict.js';
import { EventWorker } from '../src/webhooks/event-worker.js';
import { startBackend, type Backend, type QueueKind } from './support/backend.js';
import { ProbeModule, ProbeProcessor } from './support/probe.extension.js';
import { post, stripeEvent } from './support/signed-event.js';

describe.each<QueueKind>(['in process', 'Bull'])('the pipeline, queue %s', (queue) => {
  let backend: Backend;
  let probe: ProbeProcessor;

  beforeAll(async () => {
    backend = await startBackend({ queue, extensions: [ProbeModule], env: { LIVEMODE: 'false' } });
    probe = backend.app.get(ProbeProcessor);
  });
  afterAll(() => backend.close());

  const send = async (...events: Record<string, unknown>[]) => {
    const answers = await Promise.all(events.map((event) => post(`${backend.url}/webhooks/stripe`, event)));
    expect(answers.map(({ status }) => status)).toEqual(events.map(() => 200));
  };
  const deliver = async (...events: Record<string, unknown>[]) => {
    await send(...events);
    await backend.settled();
  };
  /** The second attempt comes by itself when it is due, further ones at once: src/webhooks/retry-policy.spec.ts has when. */
  const settledInHaste = async () => {
    const due = `UPDATE stripe_event_log SET next_attempt_at = now() WHERE status = 'failed' AND retry_count > 1 RETURNING 1`;
    const open = `SELECT 1 FROM stripe_event_log WHERE status IN ('received', 'failed') LIMIT 1`;
    for (; (await backend.query(open)).length > 0; await delay(50)) {
      if ((await backend.query(due)).length > 0) backend.app.get(EventWorker).wake();
    }
    await backend.settled();
  };
  const logOf = async (event: Record<string, unknown>) =>
    (await backend.query('SELECT * FROM stripe_event_log WHERE stripe_event_id = $1', [event.id]))[0];
  const topUp = (description: string, id = `tu_${description.replaceAll(' ', '_')}`) =>
    stripeEvent({ type: 'topup.created', object: { id, object: 'topup', description } });

  it('settles what nobody handles as ignored', async () => {
    const event = stripeEvent({ type: 'made.up_tomorrow', object: { id: 'x_1' } });
    const thin = { id: 'evt_thin1', object: 'v2.core.event', type: 'v1.invoice.paid', created: '2026-01-01T00:00:00Z' };
    await deliver(event, thin);
    expect(await logOf(event)).toMatchObject({
      status: 'ignored',
      verdict: 'ignored: no_handler',
      next_attempt_at: null,
    });
    expect(await logOf(thin)).toMatchObject({ status: 'ignored', verdict: 'ignored: no_handler' });
  });

  it('keeps nobody waiting for a lane to be idle, which under a steady load it never is', async () => {
    const waits = jest.spyOn(Lanes.prototype, 'idle');
    await deliver(topUp('first of many'), topUp('second of many'));
    expect(waits).not.toHaveBeenCalled();
    waits.mockRestore();
  });

  it('ignores the other mode', async () => {
    const event = stripeEvent({
      type: 'product.created',
      object: { id: 'prod_live', object: 'product' },
      livemode: true,
    });
    await deliver(event);
    expect(await logOf(event)).toMatchObject({ status: 'ignored', verdict: 'ignored: wrong_mode' });
    expect(await backend.query(`SELECT 1 FROM products WHERE id = 'prod_live'`)).toEqual([]);
  });

  it.each([
    ['a preview', 'invoice.upcoming', { object: 'invoice', id: 'upcoming_in_1', amount_due: 5 }],
    ['an object without id', 'charge.succeeded', { object: 'charge' }],
    ['no object', 'customer.subscription.updated', null],
    ['a list', 'refund.updated', []],
  ])('stores %s: there is no row to write', async (_, type, object) => {
    const event = stripeEvent({ type, object });
    await deliver(event);
    expect(await logOf(event)).toMatchObject({ status: 'processed', verdict: 'stored', object_key: null });
  });

  it('commits the rows of a handler with its verdict, and nothing of one that throws', async () => {
    const [good, bad, sql] = [topUp('fine'), topUp('throw'), topUp('bad sql')];
    await send(good, bad, sql);
    await settledInHaste();
    expect(await logOf(good)).toMatchObject({ status: 'processed', verdict: 'applied', retry_count: 0 });
    expect(await logOf(bad)).toMatchObject({
      status: 'dead',
      verdict: 'failed',
      error_class: 'program',
      retry_count: 5,
      last_error: 'TypeError: a mistake of the adopter',
    });
    expect(await logOf(sql)).toMatchObject({
      status: 'dead',
      error_class: 'permanent',
      last_error: 'PostgreSQL 22012',
    });
    const events = [good, bad, sql].map(({ id }) => id);
    expect(await backend.query('SELECT event FROM probe WHERE event = ANY($1)', [events])).toEqual([
      { event: good.id },
    ]);
  }, 60_000);

  it('retries what passes by itself, when it is due', async () => {
    probe.failures = 0;
    const event = topUp('throw once');
    await deliver(event);
    expect(await logOf(event)).toMatchObject({ status: 'processed', retry_count: 1, last_error: null });
  });

  it('does not let a poison event block its neighbours', async () => {
    const poison = topUp('throw', 'tu_poison');
    const others = Array.from({ length: 60 }, (_, i) => topUp('fine', `tu_${i}`));
    await send(poison, ...others);
    for (const other of others) {
      while ((await logOf(other))?.status === 'received') await delay(20);
      expect(await logOf(other)).toMatchObject({ status: 'processed' });
    }
    expect(['failed', 'received', 'dead']).toContain((await logOf(poison))?.status);
    await settledInHaste();
  }, 60_000);

  it('runs an event again whose status an operator has set back', async () => {
    const event = stripeEvent({ type: 'product.created', object: { id: 'prod_again', object: 'product' } });
    await deliver(event);
    await backend.query(`DELETE FROM products WHERE id = 'prod_again'`);
    await backend.query(`UPDATE stripe_event_log SET status = 'received' WHERE stripe_event_id = $1`, [event.id]);
    await deliver(stripeEvent({ type: 'made.up_tomorrow', object: { id: 'x_2' } })); // wakes the worker
    expect(await backend.query(`SELECT id FROM products WHERE id = 'prod_again'`)).toEqual([{ id: 'prod_again' }]);
  });

  it('classifies a shape that no reader understands as dead at once', async () => {
    const event = stripeEvent({ type: 'charge.succeeded', object: { id: 'ch_odd', object: 'charge', amount: 1.5 } });
    await deliver(event);
    expect(await logOf(event)).toMatchObject({ status: 'dead', error_class: 'permanent', retry_count: 1 });
    expect(await backend.query(`SELECT 1 FROM charges WHERE id = 'ch_odd'`)).toEqual([]);
  });

  it('runs what follows an event once for a fact, after the commit, and again when it fails', async () => {
    probe.thanked.length = 0;
    const twin = topUp('fine', 'tu_twin');
    await deliver(twin, { ...twin, id: 'evt_the_other' });
    await deliver(topUp('mail server down'), topUp('not needed'));
    const key = (id: string) => `after-stripe-event:ProbeProcessor.thank::${id}`;
    const attempts = (id: string) => probe.thanked.filter(({ idempotencyKey }) => idempotencyKey === key(id));
    expect(attempts('tu_twin')).toHaveLength(1);
    expect(attempts('tu_mail_server_down').map(({ attempt }) => attempt)).toEqual([1, 2]);
    const entries = await backend.query<{ status: string }>(
      `SELECT status FROM outbox WHERE business_key LIKE '%tu\\_twin' OR business_key LIKE '%server\\_down'
          OR business_key LIKE '%not\\_needed' ORDER BY business_key`,
    );
    expect(entries.map(({ status }) => status)).toEqual(['sent', 'obsolete', 'sent']);
  });

  it('cleans what PostgreSQL refuses and leaves the rest of the row right', async () => {
    const object = {
      id: 'prod_odd',
      object: 'product',
      name: 'a\0b\ud800',
      metadata: { 'k\0': "'; DROP TABLE x; --%s" },
    };
    await deliver(stripeEvent({ type: 'product.created', object }));
    const [row] = await backend.query(`SELECT name, metadata FROM products WHERE id = 'prod_odd'`);
    expect(row).toEqual({ name: 'a\uFFFDb\uFFFD', metadata: { 'k\uFFFD': "'; DROP TABLE x; --%s" } });
  });

  it('is told by /health', async () => {
    const health = await fetch(`${backend.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      status: 'degraded',
      reasons: [expect.stringMatching(/^dead events: \d+$/)],
      checks: { database: { status: 'up' }, queue: { status: 'up' }, backlog: { due: 0 } },
    });
    expect(await (await fetch(`${backend.url}/health/live`)).json()).toEqual({ status: 'ok' });
  });
});

class Rival {
  @OnStripeEvent('invoice.paid')
  mine(_event: EventOf<'invoice.paid'>, _tx: EntityManager): Promise<Verdict> {
    return Promise.resolve(APPLIED);
  }
}
@Module({ providers: [Rival] })
class RivalModule {}

it('does not start with two owners of one type, and names both', async () => {
  await expect(startBackend({ extensions: [RivalModule] })).rejects.toThrow(
    /'invoice\.paid' has two owners: (InvoiceProcessor\.\w+ and Rival\.mine|Rival\.mine and InvoiceProcessor\.\w+)/,
  );
});
