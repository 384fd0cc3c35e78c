import { auditEntryAnswer, type AuditEntryAnswer } from '../../src/operations/audit-view/audit.answers.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';

let backend: Backend;
let operator: string;

/** Two a minute over two weeks, numbered as they came; every third number is missing, as after a rollback. */
const ENTRIES = 40_000;
const FIRST = Date.parse('2026-03-01T00:00:00Z');

beforeAll(async () => {
  backend = await startBackend();
  operator = await createKey(backend, ['operations']);
  await backend.query(
    `INSERT INTO audit_log (id, at, actor_kind, actor_id, account, tenant_id, action, object_type, object_id, before, after, request_id)
     OVERRIDING SYSTEM VALUE
     SELECT n, to_timestamp($1) + n * interval '30 seconds', CASE WHEN n % 2 = 0 THEN 'key' ELSE 'user' END, 'actor_' || n % 7,
            CASE WHEN n % 5 = 0 THEN 'acct_1' ELSE '' END, 'tenant_' || n % 11,
            CASE WHEN n % 13 = 0 THEN 'refund.create' WHEN n % 13 = 1 THEN 'refund_request.create' ELSE 'subscription.cancel' END,
            CASE WHEN n % 3 = 1 THEN 'refund' ELSE 'subscription' END, 'obj_' || n % 1000, NULL, '{"amount": 5}', 'req_' || n
       FROM generate_series(1, ${ENTRIES}) n WHERE n % 3 > 0`,
    [FIRST / 1000],
  );
  await backend.query('ANALYZE audit_log');
});
afterAll(() => backend.close());

interface Page {
  readonly data: readonly AuditEntryAnswer[];
  readonly nextCursor: string | null;
}

async function page(query: string, as = operator): Promise<Page> {
  const { status, body, headers } = await call<Page>(backend, 'GET', `/operations/audit${query}`, { as });
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  for (const entry of body.data) expect(auditEntryAnswer.strict().safeParse(entry).error).toBeUndefined();
  return body;
}
/** Page by page, as far as `most`. */
async function all(query: string, as = operator, most = 1_000): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null && ids.length < most;) {
    const found: Page = await page(`?limit=100${query}${cursor && `&cursor=${cursor}`}`, as);
    ids.push(...found.data.map(({ id }) => id));
    cursor = found.nextCursor;
  }
  return ids.slice(0, most);
}
const naive = async (where: string, most = 1_000): Promise<string[]> =>
  (await backend.query<{ id: string }>(`SELECT id FROM audit_log WHERE ${where} ORDER BY id DESC LIMIT ${most}`)).map(
    ({ id }) => id,
  );

it('shows an entry as it is', async () => {
  const { data } = await page('?limit=1');
  expect(data).toEqual([
    {
      id: '40000',
      at: new Date(FIRST + 40_000 * 30_000).toISOString(),
      actor: { kind: 'key', id: 'actor_2' },
      account: 'acct_1',
      tenant: 'tenant_4',
      action: 'subscription.cancel',
      object: { type: 'refund', id: 'obj_0' },
      before: null,
      after: { amount: 5 },
      outcome: null,
      requestEntry: null,
      requestId: 'req_40000',
    },
  ]);
});

it.each([
  ['everything', '', 'true'],
  ['an actor', '&actor=actor_3', `actor_id = 'actor_3'`],
  ['an object, whatever its type', '&object=obj_17', `object_id = 'obj_17'`],
  ['a tenant, of your own account', '&tenant=tenant_5', `tenant_id = 'tenant_5' AND account = ''`],
  ['an action', '&action=refund.create', `action = 'refund.create'`],
  [
    'all actions of a kind, and no others of which the name begins alike',
    '&action=refund.*',
    `action = 'refund.create'`,
  ],
  ['a time', '&from=2026-03-05&to=2026-03-05T03:00:00Z', `at >= '2026-03-05' AND at < '2026-03-05 03:00Z'`],
  ['the beginning of time', '&to=2026-03-01T02:00:00Z', `at < '2026-03-01 02:00Z'`],
  ['a time to come', '&from=2027-01-01T00:00:00Z', 'false'],
  [
    'all together',
    '&actor=actor_3&action=refund.*&tenant=tenant_5&from=2026-03-02T00:00:00Z',
    `actor_id = 'actor_3'
     AND action = 'refund.create' AND tenant_id = 'tenant_5' AND account = '' AND at >= '2026-03-02'`,
  ],
])('finds %s', async (_, query, where) => {
  const expected = await naive(where);
  expect(await all(query)).toEqual(expected);
});

it('a page ends after so many entries, and says how far it has looked', async () => {
  const first = await page('?action=refund_request.create&to=2026-03-14T00:00:00Z&actor=nobody');
  expect(first).toEqual({ data: [], nextCursor: null }); // an index finds that there is none
  const rare = await page('?action=no.such');
  expect(rare.data).toEqual([]);
  expect(rare.nextCursor).not.toBeNull();
  expect(await page(`?action=no.such&cursor=${rare.nextCursor ?? ''}`)).toEqual({ data: [], nextCursor: null });
});

it('shows who is bound to a connected account nothing but that account’s', async () => {
  const seller = await createKey(backend, ['operations'], { account: 'acct_1' });
  expect(await all('&actor=actor_3', seller)).toEqual(await naive(`actor_id = 'actor_3' AND account = 'acct_1'`));
  expect(await all('&tenant=tenant_5', seller)).toEqual(await naive(`tenant_id = 'tenant_5' AND account = 'acct_1'`));
  const bound = await call(backend, 'GET', '/operations/audit', {
    as: await signJwt({ tenant: 't', scopes: ['operations'] }),
  });
  expect([bound.status, bound.body['code']]).toEqual([403, 'tenant_bound']);
});

it.each(['?from=yesterday', '?to=2026-03-99', '?action=%25', '?actor=', '?cursor=x', '?limit=101', '?object=a%20b'])(
  'refuses %s',
  async (query) => {
    const { status, body } = await call(backend, 'GET', `/operations/audit${query}`, { as: operator });
    expect([status, body['code']]).toEqual([400, 'invalid_request']);
  },
);
