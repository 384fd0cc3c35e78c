import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { EventLogRepository } from '../src/webhooks/event-log.repository.js';
import { startBackend, type Backend } from './support/backend.js';
import { redisCommand } from './support/redis-command.js';
import { startRedis } from './support/redis.js';
import { post, stripeEvent } from './support/signed-event.js';

interface Health {
  readonly status: string;
  readonly reasons: string[];
  readonly checks: {
    readonly backlog: { readonly due: number; readonly oldestSeconds: number; readonly dead: number };
  };
}

const ask = async ({ url }: Backend) => {
  const answer = await fetch(`${url}/health`);
  const health: Health = JSON.parse(await answer.text());
  return { status: answer.status, health };
};
/** Asks again while something did not answer within its two seconds. */
const healthOf = async (asked: Backend): Promise<Health> => {
  for (const deadline = Date.now() + 20_000; ;) {
    const { status, health } = await ask(asked);
    const isLate = status !== 200 || health.reasons.some((reason) => /cannot be read|does not answer/.test(reason));
    if (isLate && Date.now() < deadline) continue;
    expect(status).toBe(200);
    return health;
  }
};
const charge = (id: string, amount: number) =>
  stripeEvent({ type: 'charge.succeeded', object: { id, object: 'charge', amount, currency: 'usd' } });
const accept = async ({ url }: Backend, event: unknown) => {
  expect((await post(`${url}/webhooks/stripe`, event)).status).toBe(200);
};

let backend: Backend;
/** Closed also when the test fails: an open one would keep jest from ending. */
afterEach(() => backend.close());

describe('GET /health', () => {
  it('is degraded while Redis is a replica, which answers and takes no calls', async () => {
    const redis = await startRedis();
    try {
      backend = await startBackend({ env: { REDIS_URL: redis.url } });
      const reasonsOnceThereAre = async (count: number) => {
        for (const deadline = Date.now() + 20_000; ; await delay(50)) {
          const { reasons } = (await ask(backend)).health;
          if (reasons.length === count || Date.now() > deadline) return reasons;
        }
      };
      expect(await reasonsOnceThereAre(0)).toEqual([]);
      await redisCommand(redis.url, 'REPLICAOF', '127.0.0.1', '1');
      expect(await reasonsOnceThereAre(1)).toEqual([
        'redis does not answer, or is a replica: events are stored and wait for the sweep',
      ]);
      await redisCommand(redis.url, 'REPLICAOF', 'NO', 'ONE');
      expect(await reasonsOnceThereAre(0)).toEqual([]);
    } finally {
      await redis.stop();
    }
  });

  it('is ok when all is well, in exactly this shape', async () => {
    backend = await startBackend();
    await accept(backend, charge('ch_1', 5));
    await backend.settled();
    const answer = await fetch(`${backend.url}/health`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(await answer.json()).toEqual({
      status: 'ok',
      reasons: [],
      checks: {
        process: { status: 'up' },
        ingest: { received: 1, otherMode: 0, receivedAgain: 0 },
        database: { status: 'up', responseTime: expect.any(Number) as number },
        queue: { status: 'up' },
        backlog: { due: 0, oldestSeconds: 0, dead: 0 },
        outbox: { dead: 0 },
      },
    });
  });

  it('is degraded by what the outbox has given up', async () => {
    backend = await startBackend();
    await backend.query(`INSERT INTO outbox (topic, business_key, payload, status, attempts, next_attempt_at)
      VALUES ('somebody', 'a', '{}', 'dead', 30, NULL), ('somebody', 'b', '{}', 'sent', 1, NULL)`);
    expect(await healthOf(backend)).toMatchObject({
      status: 'degraded',
      reasons: ['dead outbox entries: 1'],
      checks: { outbox: { dead: 1 } },
    });
    await backend.query(`UPDATE outbox SET status = 'obsolete'`);
    expect(await healthOf(backend)).toMatchObject({ status: 'ok', reasons: [], checks: { outbox: { dead: 0 } } });
  });

  it('is degraded by what cannot be read, and names no host', async () => {
    backend = await startBackend();
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' });
    jest.spyOn(backend.app.get(EventLogRepository, { strict: false }), 'backlog').mockRejectedValue(refused);
    const { status, reasons, checks } = (await ask(backend)).health;
    expect([status, reasons, checks.backlog]).toEqual(['degraded', ['the backlog cannot be read'], 'cannot be read']);
  });

  it('is degraded by dead letters, and says how many', async () => {
    backend = await startBackend();
    for (const id of ['ch_1', 'ch_2']) await accept(backend, charge(id, 0.5));
    await backend.settled();
    expect(await healthOf(backend)).toMatchObject({
      status: 'degraded',
      reasons: ['dead events: 2'],
      checks: { backlog: { due: 0, dead: 2 } },
    });
    await backend.query(`UPDATE stripe_event_log SET status = 'processed'`);
    expect(await healthOf(backend)).toMatchObject({ status: 'ok', reasons: [] });
  });

  it('is degraded by an event that waits for more than 5 minutes, which nothing but its age decides', async () => {
    // An api alone takes events, and nobody works them off.
    backend = await startBackend({ queue: 'Bull', env: { ROLE: 'api' } });
    for (const id of ['ch_1', 'ch_2', 'ch_3']) await accept(backend, charge(id, 5));
    const age = (seconds: number) =>
      backend.query(
        `UPDATE stripe_event_log SET received_at = now() - $1 * interval '1 second' WHERE object_key = 'ch_2'`,
        [seconds],
      );
    expect(await healthOf(backend)).toMatchObject({ status: 'ok', reasons: [], checks: { backlog: { due: 3 } } });
    await age(290);
    expect(await healthOf(backend)).toMatchObject({ status: 'ok', reasons: [] });
    await age(400);
    const health = await healthOf(backend);
    expect(health).toMatchObject({ status: 'degraded', checks: { backlog: { due: 3, dead: 0 } } });
    expect(health.reasons).toEqual([expect.stringMatching(/^an event has waited for 40\d s$/)]);
    expect(health.checks.backlog.oldestSeconds).toBeGreaterThanOrEqual(400);

    // Planned for later is not waiting.
    await backend.query(`UPDATE stripe_event_log SET status = 'failed', next_attempt_at = now() + interval '1 hour'`);
    expect(await healthOf(backend)).toMatchObject({ status: 'ok', checks: { backlog: { due: 0 } } });
    await accept(backend, charge('ch_4', 5)); // what degrades is still taken
  });
});

it('GET and HEAD /health/live answer as long as the process does', async () => {
  backend = await startBackend();
  const live = await fetch(`${backend.url}/health/live`);
  expect([live.status, await live.json()]).toEqual([200, { status: 'ok' }]);
  for (const path of ['/health/live', '/health']) {
    const head = await fetch(`${backend.url}${path}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  }
  expect((await fetch(`${backend.url}/health/live`, { method: 'POST' })).status).toBe(404);
});
