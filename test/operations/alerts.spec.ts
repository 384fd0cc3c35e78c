import { FiringAlerts } from '../../src/operations/alerts/firing-alerts.js';
import { ProcessHeartbeat } from '../../src/operations/processes/process-heartbeat.js';
import { incidentsOf, look, lookNoMore, mend, messagesOf, waitTenMinutes, wrongEvent } from '../support/alerts.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';

let backend: Backend;
let key: string;

beforeAll(async () => {
  backend = await startBackend();
  lookNoMore(backend);
  key = await createKey(backend, ['operations']);
});
afterEach(async () => {
  await mend(backend);
  await backend.query('DELETE FROM alert_incidents');
  await backend.query('DELETE FROM process_minutes');
});
afterAll(() => backend.close());

interface Listed {
  readonly data: readonly { readonly id: string; readonly name: string; readonly value: string }[];
  readonly nextCursor: string | null;
}

const list = async (query = ''): Promise<Listed> => {
  const { status, headers, body } = await call<Listed>(backend, 'GET', `/operations/alerts${query}`, { as: key });
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  return body;
};
const firing = () => backend.app.get(FiringAlerts).read();

/** A minute of another process. */
const otherProcess = (refused: Record<string, number>) =>
  backend.query(
    `INSERT INTO process_minutes (process_id, minute, host, role, version, started_at, received, brought, redelivered,
                                  refused, answers, acks, settled, retried)
     VALUES (gen_random_uuid(), date_trunc('minute', now()) - interval '20 min', 'api-2', 'api', '1', now(), 0, 0, 0, $1,
             '{}', '{}', '{}', 0)`,
    [JSON.stringify(refused)],
  );

describe('an incident', () => {
  it('begins once, goes on, and is over when all was well for ten minutes', async () => {
    await look(backend);
    expect(await firing()).toEqual([]);

    await wrongEvent(backend);
    await look(backend);
    await wrongEvent(backend);
    await look(backend);
    const [alert] = await firing();
    expect(alert).toEqual({
      name: 'CountinghouseDeadEvents',
      severity: 'critical',
      since: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      value: '2 events',
      summary: expect.any(String) as string,
      runbook: 'docs/runbook.md#countinghousedeadevents',
    });
    expect(await incidentsOf(backend)).toHaveLength(1);

    await mend(backend);
    await look(backend);
    expect(await firing()).toEqual([]); // at once, for who looks
    expect(await incidentsOf(backend)).toEqual([{ alert: 'CountinghouseDeadEvents', isClear: true, isOver: false }]);
    await look(backend);
    expect(await incidentsOf(backend)).toMatchObject([{ isOver: false }]);

    await waitTenMinutes(backend);
    await look(backend);
    expect(await list()).toEqual({
      data: [
        {
          id: expect.stringMatching(/^incident_[0-9a-f]{32}$/) as string,
          ...alert,
          since: undefined,
          openedAt: alert?.since,
          clearSince: expect.any(String) as string,
          resolvedAt: expect.any(String) as string,
          messages: [],
        },
      ],
      nextCursor: null,
    });

    await wrongEvent(backend);
    await look(backend);
    expect(await incidentsOf(backend)).toHaveLength(2);
    expect(await messagesOf(backend)).toEqual([]); // there is no way to send any
  });

  it('that comes back within ten minutes is the same one', async () => {
    await wrongEvent(backend);
    await look(backend);
    const [begun] = await firing();
    for (let i = 0; i < 3; i += 1) {
      await mend(backend);
      await look(backend);
      expect(await firing()).toEqual([]);
      await wrongEvent(backend);
      await look(backend);
      expect(await firing()).toEqual([begun]);
    }
    await waitTenMinutes(backend); // of nothing: it is not clear
    await look(backend);
    expect(await incidentsOf(backend)).toEqual([{ alert: 'CountinghouseDeadEvents', isClear: false, isOver: false }]);
  });

  it('of each alert by itself, the worst first', async () => {
    await backend.query(
      `INSERT INTO outbox (topic, business_key, payload, status) VALUES ('somebody', 'a', '{}', 'dead')`,
    );
    await look(backend);
    await wrongEvent(backend);
    await look(backend);
    expect((await firing()).map(({ name }) => name)).toEqual(['CountinghouseDeadEvents', 'CountinghouseDeadOutbox']);
    await backend.query(`DELETE FROM outbox WHERE topic = 'somebody'`);
    await look(backend);
    expect((await firing()).map(({ name }) => name)).toEqual(['CountinghouseDeadEvents']);
  });
});

describe('signature failures', () => {
  const forge = async (times: number, headers: Record<string, string>) => {
    for (let i = 0; i < times; i += 1) {
      const answer = await fetch(`${backend.url}/webhooks/stripe`, { method: 'POST', body: '{}', headers });
      expect(answer.status).toBe(400);
    }
    await backend.app.get(ProcessHeartbeat).beat();
  };
  const forged = () => ({ 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` });

  it('are counted over all processes, scanners apart: eleven of an hour fire', async () => {
    await otherProcess({ wrong_secret: 6, no_signature_header: 500 });
    await forge(20, {});
    await forge(4, forged());
    await look(backend);
    expect(await firing()).toEqual([]);

    await forge(1, forged());
    await look(backend);
    expect(await firing()).toMatchObject([
      { name: 'CountinghouseSignatureFailures', value: '11 webhooks within an hour, 11 of them wrong_secret' },
    ]);

    await backend.query(`UPDATE process_minutes SET minute = minute - interval '62 minutes' WHERE host = 'api-2'`);
    await look(backend);
    expect(await incidentsOf(backend)).toMatchObject([{ isClear: true }]);
  });
});

describe('GET /operations/alerts', () => {
  it('has pages, newest first, and tells open ones from those that are over', async () => {
    for (let i = 0; i < 3; i += 1) {
      await wrongEvent(backend);
      await look(backend);
      if (i === 2) break;
      await mend(backend);
      await look(backend);
      await waitTenMinutes(backend);
      await look(backend);
    }
    const all = await list();
    expect(all.data).toHaveLength(3);
    const pages: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Listed = await list(`?limit=1${cursor && `&cursor=${cursor}`}`);
      pages.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(all.data.map(({ id }) => id));
    expect((await list('?state=open')).data.map(({ id }) => id)).toEqual(pages.slice(0, 1));
    expect((await list('?state=resolved')).data.map(({ id }) => id)).toEqual(pages.slice(1));
  });

  it('of a version that is gone is in nobody’s way, and ends within a day', async () => {
    await backend.query(
      `INSERT INTO alert_incidents (alert, severity, value, opened_at)
       VALUES ('CountinghouseOfTomorrow', 'critical', 'something', now() - interval '2 hours')`,
    );
    for (const path of ['/operations/alerts', '/operations/overview']) {
      const { status, body } = await call(backend, 'GET', path, { as: key });
      expect([path, status]).toEqual([path, 200]);
      expect(JSON.stringify(body)).not.toContain('OfTomorrow');
    }
    const open = () =>
      backend.query(`SELECT FROM alert_incidents WHERE alert = 'CountinghouseOfTomorrow' AND resolved_at IS NULL`);
    await look(backend);
    expect(await open()).toHaveLength(1);
    await backend.query(
      `UPDATE alert_incidents SET opened_at = now() - interval '2 days' WHERE alert LIKE '%OfTomorrow'`,
    );
    await look(backend);
    expect(await open()).toEqual([]);
  });

  it('is for operators of the whole installation', async () => {
    const ask = async (as: string, headers = {}) => {
      const { status, body } = await call(backend, 'GET', '/operations/alerts', { as, headers });
      return [status, body['code']];
    };
    expect(await ask(await signJwt({ scopes: ['operations'] }))).toEqual([200, undefined]);
    expect(await ask(await signJwt({ tenant: 't', scopes: ['operations'] }))).toEqual([403, 'tenant_bound']);
    expect(await ask(await createKey(backend, ['operations'], { account: 'acct_1' }))).toEqual([403, 'platform_only']);
    expect(await ask(await createKey(backend, ['billing', 'reports', 'refunds']))).toEqual([403, 'forbidden']);
  });

  it('refuses what is no state', async () => {
    const { status } = await call(backend, 'GET', '/operations/alerts?state=dead', { as: key });
    expect(status).toBe(400);
  });
});
