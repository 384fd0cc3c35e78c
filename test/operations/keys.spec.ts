import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Scope } from '../../src/auth/caller.js';
import {
  apiKeyAnswer,
  newApiKeyAnswer,
  type ApiKeyAnswer,
  type NewApiKeyAnswer,
} from '../../src/operations/keys/key.answers.js';
import { call, createKey, signJwt, type Answer } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';

let backend: Backend;
let operator: string;

beforeAll(async () => {
  backend = await startBackend();
  operator = await createKey(backend, ['billing', 'operations'], { name: 'operator' });
});
afterAll(() => backend.close());

const KEYS = '/operations/api-keys';
type Refusal = Partial<Readonly<Record<'code' | 'exceeds', string>>>;

const make = (
  body: object,
  as = operator,
  headers: Record<string, string> = {},
): Promise<Answer<NewApiKeyAnswer & Refusal>> =>
  call(backend, 'POST', KEYS, { as, headers, body: { name: 'made', scopes: ['billing'], reason: 'A test', ...body } });
const list = async (query = '', as = operator) =>
  (await call<{ data: ApiKeyAnswer[]; nextCursor: string | null }>(backend, 'GET', `${KEYS}${query}`, { as })).body;
const revoke = (id: string, as = operator, withMade?: boolean) =>
  call<ApiKeyAnswer & Refusal & { readonly alsoRevoked: string[] }>(backend, 'POST', `${KEYS}/${id}/revoke`, {
    as,
    body: { reason: 'It was in a log', ...(withMade === undefined ? {} : { withMade }) },
  });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const works = async (as: string, scope: 'plans' | 'audit' = 'plans') =>
  (await call(backend, 'GET', scope === 'plans' ? '/stripe/plans' : '/operations/audit', { as })).status;

it('makes a key, shows it once, and keeps it nowhere', async () => {
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const headers = { 'idempotency-key': 'once' };
  const {
    status,
    body,
    headers: answered,
  } = await make({ name: ' billing service ', tenant: 't_1', expiresAt }, operator, headers);
  expect([status, answered.get('cache-control')]).toEqual([201, 'no-store']);
  expect(newApiKeyAnswer.strict().safeParse(body).error).toBeUndefined();
  expect(body).toMatchObject({
    name: 'billing service',
    scopes: ['billing'],
    tenant: 't_1',
    account: '',
    state: 'active',
    expiresAt,
  });
  expect(await works(body.key)).toBe(200);

  const again = await make({ name: ' billing service ', tenant: 't_1', expiresAt }, operator, headers);
  expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', body]);
  const tables = ['api_keys', 'audit_log', 'idempotency_requests'];
  for (const table of tables) {
    const rows = await backend.query<{ text: string }>(
      `SELECT t::text || encode(t::text::bytea, 'escape') AS text FROM ${table} t`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(body.key);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(body.key).toString('hex'));
  }
  const isNoted = async () => (await list()).data.some(({ id, lastUsedAt }) => id === body.id && lastUsedAt !== null);
  while (!(await isNoted())) await delay(20); // beside the answer
  const listed = await list();
  expect(JSON.stringify(listed)).not.toMatch(/chk_|hash/);
  expect(listed.data.find(({ id }) => id === body.id)).toEqual({
    ...body,
    key: undefined,
    lastUsedAt: expect.any(String),
  });
  expect(listed.data.every((key) => apiKeyAnswer.strict().safeParse(key).success)).toBe(true);
  const [audited] = await backend.query(`SELECT action, before, after FROM audit_log WHERE object_id = $1`, [body.id]);
  expect(audited).toEqual({
    action: 'api_key.create',
    before: null,
    after: { scopes: ['billing'], account: '', tenant: 't_1', expiresAt, reason: 'A test' },
  });
});

it('revokes a key for every process from the next request on, once', async () => {
  const { body } = await make({});
  const other = await startBackend({ databaseUrl: backend.databaseUrl });
  try {
    const there = async () => (await call(other, 'GET', '/stripe/plans', { as: body.key })).status;
    expect([await works(body.key), await there()]).toEqual([200, 200]);
    const revoked = await revoke(body.id);
    expect([revoked.status, revoked.body.state]).toEqual([200, 'revoked']);
    expect([await works(body.key), await there()]).toEqual([401, 401]);
    expect((await revoke(body.id)).body.revokedAt).toBe(revoked.body.revokedAt);
  } finally {
    await other.close();
  }
  const audited = await backend.query(
    `SELECT before, after FROM audit_log WHERE action = 'api_key.revoke' AND object_id = $1`,
    [body.id],
  );
  expect(audited).toEqual([{ before: { revoked: false }, after: { revoked: true, reason: 'It was in a log' } }]);
  expect((await list()).data.map(({ id }) => id)).not.toContain(body.id);
  expect((await list('?state=all')).data.map(({ id }) => id)).toContain(body.id);
  expect((await revoke('key_00')).status).toBe(404);
});

it('revokes what a key made with it, and what that made, when asked to', async () => {
  const maker = await make({ scopes: ['operations', 'billing'] });
  const child = await make({ scopes: ['operations', 'billing'] }, maker.body.key);
  const grandchild = await make({ account: 'acct_1' }, child.body.key);
  const { body: stranger } = await make({});
  expect(child.body.createdBy).toEqual({ kind: 'key', id: maker.body.id });
  expect((await list()).data.find(({ id }) => id === child.body.id)?.createdBy).toEqual(child.body.createdBy);

  expect((await revoke(maker.body.id)).body.alsoRevoked).toEqual([]);
  expect([await works(child.body.key), await works(grandchild.body.key)]).toEqual([200, 200]);
  expect((await revoke(maker.body.id, operator, true)).body.alsoRevoked).toEqual([child.body.id, grandchild.body.id]);
  expect([await works(child.body.key), await works(grandchild.body.key), await works(stranger.key)]).toEqual([
    401, 401, 200,
  ]);
  const audited = await backend.query(
    `SELECT object_id AS id, after FROM audit_log WHERE action = 'api_key.revoke' AND after ? 'with' ORDER BY audit_log.id`,
  );
  const after = { revoked: true, reason: 'It was in a log', with: maker.body.id };
  expect(audited).toEqual([child, grandchild].map(({ body: { id } }) => ({ id, after })));
});

it('a key that is revoked while it makes one makes none', async () => {
  const { body: maker } = await make({ scopes: ['operations'] });
  const client = new pg.Client({ connectionString: backend.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM api_keys WHERE id = $1 FOR UPDATE', [maker.id]);
    const making = make({ name: 'too late', scopes: ['operations'] }, maker.key);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await backend.query(waiting)).length === 0);
    await client.query('UPDATE api_keys SET revoked_at = now() WHERE id = $1', [maker.id]);
    await client.query('COMMIT');
    expect(await making).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(await backend.query(`SELECT 1 FROM api_keys WHERE name = 'too late'`)).toEqual([]);
  } finally {
    await client.end();
  }
});

describe('nobody gives what they do not have', () => {
  const exceeded = async (body: object, as: string, headers: Record<string, string> = {}) => {
    const answer = await make(body, as, headers);
    return [answer.status, answer.body.code, answer.body.exceeds];
  };
  const beyond = (what: string) => [403, 'exceeds_own_access', what];

  it('no scope', async () => {
    for (const scope of ['refunds', 'reports', 'payloads'] satisfies Scope[]) {
      expect(await exceeded({ scopes: ['billing', scope] }, operator)).toEqual(beyond('scopes'));
    }
    const [{ keys } = { keys: 0 }] = await backend.query<{ keys: number }>(
      `SELECT count(*)::int AS keys FROM api_keys WHERE scopes && '{refunds,reports,payloads}'`,
    );
    expect(keys).toBe(0);
  });

  it('no account', async () => {
    const seller = await createKey(backend, ['billing', 'operations'], { account: 'acct_1' });
    expect(await exceeded({ account: 'acct_2' }, seller)).toEqual(beyond('account'));
    const own = await make({}, seller);
    expect([own.status, own.body.account]).toEqual([201, 'acct_1']);
    expect((await list('', seller)).data.every(({ account }) => account === 'acct_1')).toBe(true);
    const [platform] = (await list('?state=all')).data.filter(({ account }) => account === '');
    expect((await revoke(platform?.id ?? '', seller)).status).toBe(404);
    expect((await make({ account: 'acct_2' })).body.account).toBe('acct_2');
  });

  it('no tenant’s reach, which a user without a tenant has none of', async () => {
    const user = await signJwt({ scopes: ['billing', 'operations'] });
    expect(await exceeded({}, user)).toEqual(beyond('tenant'));
    expect(await exceeded({ tenant: 't_1' }, user)).toEqual(beyond('tenant'));
    const made = await make({ scopes: ['operations'], expiresAt: inDays(89) }, user);
    expect([made.status, await works(made.body.key, 'audit')]).toEqual([201, 200]);
    expect(made.body.createdBy).toEqual({ kind: 'user', id: 'user_1' });
    const bound = await signJwt({ tenant: 't_1', scopes: ['billing', 'operations'] });
    expect(await exceeded({}, bound)).toEqual([403, 'tenant_bound', undefined]);
    expect((await call(backend, 'GET', KEYS, { as: bound })).status).toBe(403);
  });

  it('what a user may for minutes: no end, what is personal, another account', async () => {
    const user = await signJwt({ scopes: ['operations', 'payloads', 'reports'] });
    expect(await exceeded({ scopes: ['operations'] }, user)).toEqual(beyond('expiresAt'));
    expect(await exceeded({ scopes: ['operations'], expiresAt: inDays(91) }, user)).toEqual(beyond('expiresAt'));
    const expiresAt = inDays(89);
    expect(await exceeded({ scopes: ['operations', 'payloads'], expiresAt }, user)).toEqual(beyond('scopes'));
    expect(await exceeded({ scopes: ['operations'], account: 'acct_1', expiresAt }, user)).toEqual(beyond('account'));
    const { body: made } = await make({ scopes: ['operations', 'reports'], expiresAt }, user);
    const { body: child } = await make({ scopes: ['operations', 'reports'], expiresAt }, made.key);
    for (const as of [made.key, child.key]) {
      const headers = { 'countinghouse-account': 'acct_1' };
      expect(await exceeded({ scopes: ['operations'], expiresAt }, as, headers)).toEqual([
        403,
        'bound_to_another',
        undefined,
      ]);
      expect(await exceeded({ scopes: ['operations'], account: 'acct_1', expiresAt }, as)).toEqual(beyond('account'));
      const report = await call(backend, 'GET', '/stripe/reports/mrr?account=acct_1', { as });
      expect([report.status, report.body['code']]).toEqual([403, 'bound_to_another']);
    }
    expect((await revoke(made.id, operator, true)).body.alsoRevoked).toEqual([child.id]);
  });

  it('no time', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const brief = await createKey(backend, ['billing', 'operations'], { expiresAt });
    expect(await exceeded({}, brief)).toEqual(beyond('expiresAt'));
    expect(await exceeded({ expiresAt: new Date(expiresAt.getTime() + 1_000).toISOString() }, brief)).toEqual(
      beyond('expiresAt'),
    );
    expect((await make({ expiresAt: new Date(expiresAt.getTime() - 1_000).toISOString() }, brief)).status).toBe(201);
  });
});

it.each([
  ['a tenant together with a scope of all', { tenant: 't_1', scopes: ['operations'] }, '/tenant'],
  ['a time that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
  ['a name of nothing', { name: '  ' }, '/name'],
  ['no reason', { reason: '' }, '/reason'],
  ['a scope that is none', { scopes: ['everything'] }, '/scopes/0'],
])('refuses %s', async (_, body, pointer) => {
  const { status, body: answer } = await make(body);
  expect([status, answer]).toEqual([400, expect.objectContaining({ errors: [expect.objectContaining({ pointer })] })]);
});

it('lists page by page', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Awaited<ReturnType<typeof list>> = await list(`?state=all&limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  const rows = await backend.query<{ id: string }>(
    `SELECT id FROM api_keys ORDER BY date_trunc('milliseconds', created_at) DESC, id COLLATE "C" DESC`,
  );
  expect(seen).toEqual(rows.map(({ id }) => id));
});
