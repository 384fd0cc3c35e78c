import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { call, createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { runCommand } from '../support/command.js';
import { countinghouseHere } from '../support/countinghouse.js';
import { ProbeModule } from '../support/probe.controller.js';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ extensions: [ProbeModule] });
});
afterAll(() => backend.close());

const status = async (as: string) => (await call(backend, 'GET', '/probe/billing', { as })).status;
/** When the key of this name was used last, as soon as that is another time than `before`: it is noted beside the answer. */
async function noted(name: string, before: Date | null, limitMs = 20_000): Promise<Date | null> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await delay(10)) {
    const at = await used(name);
    if (at && at.getTime() !== before?.getTime()) return at;
  }
  return before;
}
async function used(name: string): Promise<Date | null> {
  const [row] = await backend.query<{ at: Date | null }>('SELECT last_used_at AS at FROM api_keys WHERE name = $1', [
    name,
  ]);
  return row?.at ?? null;
}
const keys = (...args: string[]) => countinghouseHere(['keys', ...args], { DATABASE_URL: backend.databaseUrl });

interface Made {
  readonly id: string;
  readonly key: string;
}
const made = async (...args: string[]): Promise<Made & Record<string, unknown>> => {
  const { code, output } = await keys('create', '--scope', 'billing', '--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(output) as Made & Record<string, unknown>;
};

describe('the command', () => {
  it('makes a key, lists it without itself, and revokes it', async () => {
    const args = ['create', '--name', 'billing service', '--scope', 'billing'];
    const env = { DATABASE_URL: backend.databaseUrl };
    const { code, output, errors } = await runCommand('src/operations/cli/keys.ts', env, args);
    expect([code, output]).toEqual([0, expect.stringMatching(/^chk_[0-9A-Za-z]{43}\n$/)]);
    const key = output.trim();
    expect(errors).not.toContain(key);
    expect(await status(key)).toBe(200);
    expect(await noted('billing service', null)).not.toBeNull();

    const [row] = await backend.query<{ id: string; hash: Buffer }>(
      `SELECT * FROM api_keys WHERE name = 'billing service'`,
    );
    expect(row?.hash).toEqual(createHash('sha256').update(key).digest());
    expect(JSON.stringify(row)).not.toContain(key);

    const list = await keys('list');
    expect(list.output).toMatch(
      /^id +name +scopes +acts for +state +used \(UTC\)\nkey_\w+ {2}billing service {2}billing {2}any tenant {2}expires never {2}\d{4}-/,
    );
    const asJson = JSON.parse((await keys('list', '--json')).output) as Record<string, unknown>[];
    expect(asJson).toEqual([expect.objectContaining({ id: row?.id, name: 'billing service', scopes: ['billing'] })]);
    expect(JSON.stringify([list, asJson])).not.toMatch(/chk_|hash/);

    expect((await keys('revoke', row?.id ?? '')).code).toBe(0);
    expect(await status(key)).toBe(401);
    expect((await keys('list')).output).toContain('revoked ');
    expect((await keys('revoke', row?.id ?? '')).code).toBe(0);
  });

  it('makes one for a tenant, a connected account and a time', async () => {
    const answer = await made('--name', 'x', '--tenant', 't_1', '--account', 'acct_1', '--expires', '2d');
    expect(answer).toMatchObject({ name: 'x', scopes: ['billing'], tenantId: 't_1', account: 'acct_1' });
    expect(Date.parse(String(answer['expiresAt'])) - Date.now()).toBeGreaterThan(47 * 3_600_000);
    const { body } = await call(backend, 'GET', '/probe/billing', { as: answer.key });
    expect(body).toMatchObject({ kind: 'key', id: answer.id, name: 'x', tenantId: 't_1', account: 'acct_1' });
  });

  it('says what is wrong, and by its exit code', async () => {
    expect(await keys('revoke', 'key_00')).toMatchObject({ code: 2, errors: 'There is no key key_00.\n' });
    const nonsense = await keys('create', '--name', 'x', '--scope', 'everything');
    expect([nonsense.code, nonsense.output]).toEqual([1, '']);
    expect(nonsense.errors).toContain('billing, refunds, reports, operations');
  });
});

it('a key that has expired, was revoked, or was never made is refused, all in the same words', async () => {
  const expired = await createKey(backend, ['billing'], { name: 'expired', expiresAt: new Date(Date.now() - 1) });
  const revoked = await createKey(backend, ['billing'], { name: 'revoked' });
  expect(await status(revoked)).toBe(200);
  await backend.query(`UPDATE api_keys SET revoked_at = now() WHERE name = 'revoked'`);
  const altered = `${revoked.slice(0, -1)}${revoked.endsWith('0') ? '1' : '0'}`;
  const answers = await Promise.all(
    [expired, revoked, altered, `chk_${'0'.repeat(43)}`, 'chk_', `${revoked}0`].map(async (as) => {
      const { status: code, body } = await call(backend, 'GET', '/probe/billing', { as });
      return [code, body['code'], body['title']];
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.slice(0, 2)).toEqual([401, 'unauthorized']);
});

it('its use is noted, and at most once a minute', async () => {
  const key = await createKey(backend, ['billing'], { name: 'used' });
  expect(await used('used')).toBeNull();
  await status(key);
  const first = await noted('used', null);
  expect(first).not.toBeNull();
  await status(key);
  expect(await noted('used', first, 300)).toEqual(first);
  await backend.query(`UPDATE api_keys SET last_used_at = now() - interval '61 seconds' WHERE name = 'used'`);
  const old = await used('used');
  await status(key);
  expect(await noted('used', old)).not.toEqual(old);
});

it('a flood of made-up keys holds one connection, and a good one is let in all the same', async () => {
  const key = await createKey(backend, ['billing']);
  let most = 0;
  const watching = { on: true };
  const watch = async () => {
    while (watching.on) {
      const [{ count } = { count: 0 }] = await backend.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = current_database() AND state = 'active' AND query LIKE '%FROM api_keys%' AND pid <> pg_backend_pid()`,
      );
      most = Math.max(most, count);
    }
  };
  const watcher = watch();
  const forged = Array.from({ length: 400 }, (_, n) => status(`chk_${String(n).padStart(43, '0')}`));
  expect(await status(key)).toBe(200);
  expect(new Set(await Promise.all(forged))).toEqual(new Set([401]));
  watching.on = false;
  await watcher;
  expect(most).toBeLessThanOrEqual(1);
});
