import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/database/embedded-postgres.js';
import { settled, startBackend } from './support/backend.js';
import { startProcess, type BackendProcess } from './support/backend-process.js';
import { certificateAuthority } from './support/certificates.js';
import { startCommand } from './support/command-process.js';
import { freePort } from './support/free-port.js';
import { redisCommand } from './support/redis-command.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { post, stripeEvent } from './support/signed-event.js';

jest.setTimeout(240_000);

const ours = certificateAuthority('ours');
const strangers = certificateAuthority('strangers');

let directory: string;
let postgres: EmbeddedPostgres;
let redis: RedisServer;
let tlsPort: number;
let pool: pg.Pool;
const running: BackendProcess[] = [];

const fileOf = (name: string): string => join(directory, name);
const query = async <Row>(sql: string, parameters?: unknown[]) => (await pool.query(sql, parameters)).rows as Row[];

/** By the name that stands in its certificate. */
function databaseUrl(parameters: string): string {
  const url = new URL(postgres.url);
  url.hostname = 'localhost';
  return `${url.href}?${parameters}`;
}

/** From then on it lets nobody in who does not encrypt. The key must be its own, for it reads no other's. */
async function encrypt(server: EmbeddedPostgres): Promise<void> {
  const { uid, gid } = statSync(server.directory);
  const files = { cert: join(server.directory, 'server.pem'), key: join(server.directory, 'server.key') };
  writeFileSync(files.cert, ours.server.certificate);
  writeFileSync(files.key, ours.server.key, { mode: 0o600 });
  for (const file of Object.values(files)) chownSync(file, uid, gid);
  const rules = join(server.directory, 'data', 'pg_hba.conf');
  writeFileSync(rules, readFileSync(rules, 'utf8').replaceAll(/^host /gm, 'hostssl '));
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`ALTER SYSTEM SET ssl_cert_file = '${files.cert}'`);
  await client.query(`ALTER SYSTEM SET ssl_key_file = '${files.key}'`);
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}

const encryptedRedis = (): Promise<RedisServer> =>
  startRedis({
    args: Object.entries({
      '--tls-port': String(tlsPort),
      '--tls-auth-clients': 'no',
      '--tls-cert-file': fileOf('server.pem'),
      '--tls-key-file': fileOf('server.key'),
      '--tls-ca-cert-file': fileOf('ours.pem'),
    }).flat(),
  });

beforeAll(async () => {
  directory = mkdtempSync(join(process.env['TEST_DIRECTORY'] ?? tmpdir(), 'tls-'));
  chmodSync(directory, 0o711); // PostgreSQL runs as another user when this is root, and must be able to pass through
  writeFileSync(fileOf('ours.pem'), ours.authority);
  writeFileSync(fileOf('strangers.pem'), strangers.authority);
  writeFileSync(fileOf('server.pem'), ours.server.certificate);
  writeFileSync(fileOf('server.key'), ours.server.key, { mode: 0o600 });
  postgres = await startEmbeddedPostgres({ directory: fileOf('postgres'), settings: { fsync: 'off' } });
  await encrypt(postgres);
  tlsPort = await freePort();
  redis = await encryptedRedis();
  pool = new pg.Pool({
    connectionString: databaseUrl(`sslmode=verify-full&sslrootcert=${fileOf('ours.pem')}`),
    max: 1,
  });
});

afterAll(async () => {
  for (const one of running) one.signal('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await pool.end();
  await redis.stop();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('both stores behind TLS, with an authority of one’s own', () => {
  it('are reached when NODE_EXTRA_CA_CERTS names it: migrations, statements, wake-ups', async () => {
    const backend = await startProcess('src/main.ts', {
      NODE_EXTRA_CA_CERTS: fileOf('ours.pem'),
      DATABASE_URL: databaseUrl('sslmode=verify-full'),
      REDIS_URL: `rediss://localhost:${tlsPort}`,
      SWEEP_INTERVAL_SECONDS: '3600', // nothing comes of a sweep here: what is settled, Redis has woken somebody for
    });
    running.push(backend);
    const event = stripeEvent({ type: 'product.created', object: { id: 'prod_1', object: 'product', name: 'x' } });
    expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
    await settled(query);
    expect(await query('SELECT id FROM products')).toEqual([{ id: 'prod_1' }]);
    const connections = await query<{ ssl: boolean }>(
      `SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name LIKE 'countinghouse%'`,
    );
    expect(connections.length).toBeGreaterThan(0);
    expect(connections.every(({ ssl }) => ssl)).toBe(true);
    // Bull's two of a worker, the cache, the limits, and the two that tell of the catalogue.
    const encrypted = async () =>
      (await redisCommand(redis.url, 'CLIENT', 'LIST')).match(new RegExp(`laddr=[^ ]*:${tlsPort} `, 'g')) ?? [];
    for (const deadline = Date.now() + 30_000; (await encrypted()).length < 6 && Date.now() < deadline;)
      await delay(50);
    expect((await encrypted()).length).toBeGreaterThanOrEqual(6);
  });

  it('are reached by commands, each by its own: sslrootcert for one, and for the other nothing is no trust', async () => {
    const doctor = startCommand('src/operations/cli/main.ts', ['doctor'], {
      STRIPE_WEBHOOK_SECRET: 'whsec_of_a_test',
      DATABASE_URL: databaseUrl(`sslmode=verify-full&sslrootcert=${fileOf('ours.pem')}`),
      REDIS_URL: `rediss://localhost:${tlsPort}`,
    });
    await doctor.ended;
    expect(doctor.output()).toMatch(/^ok +database\.reachable/m);
    expect(doctor.output()).toMatch(/^fail +redis\.reachable +localhost: \w*(CERT|SIGNATURE)/m);
  });

  it.each([
    [
      'who signed nothing',
      'sslmode=verify-full&sslrootcert=strangers.pem',
      'nobody we trust has signed its certificate',
    ],
    ['without any', 'sslmode=verify-full', 'NODE_EXTRA_CA_CERTS'],
    ['in a file that is not there', 'sslmode=verify-full&sslrootcert=none.pem', 'a certificate file'],
    ['and no encryption at all', 'sslmode=disable', 'not without TLS'],
  ])('refuse the start with an authority %s, in a sentence', async (_, parameters, sentence) => {
    const url = databaseUrl(parameters.replace('sslrootcert=', `sslrootcert=${directory}/`));
    await expect(startBackend({ databaseUrl: url })).rejects.toThrow(
      new RegExp(`^The database cannot be used: .*${sentence}.*\\. Check DATABASE_URL\\.$`),
    );
  });
});
