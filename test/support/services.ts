import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { isAlive } from '../../src/database/embedded/postmaster.js';
import { runMigrations } from '../../src/database/migrate.js';
import { migrations } from '../../src/database/migrations/migrations.js';
import { extensionMigrations } from '../../src/extensions/migrations.js';
import { redisCommand } from './redis-command.js';
import { startRedis, type RedisServer } from './redis.js';

/** What this process tells jest's global setup, once. */
export type ServicesMessage = { environment: Record<string, string> } | { problem: string };

const TEMPLATE = 'countinghouse_template';

/** Nothing here outlives the run, so nothing is flushed to the disk. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

const stack: (() => unknown)[] = [];

async function stopAll(): Promise<void> {
  for (const stop of stack.splice(0).reverse()) await stop();
}

/** A test that failed may have left its own Redis running, and with the directory its number would be lost. */
function endLeftovers(directory: string): void {
  const files = readdirSync(directory).map((name) => join(directory, name, 'redis.pid'));
  for (const file of files.filter((path) => existsSync(path))) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
}

/** The template takes no connections: CREATE DATABASE refuses to copy one that somebody is connected to. */
async function prepareTemplate(postgres: EmbeddedPostgres): Promise<string> {
  await runMigrations(postgres.url, undefined, [...migrations, ...extensionMigrations]);
  const url = new URL(postgres.url);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await client.end();
  return url.href;
}

const usedDatabases = async (url: string): Promise<string[]> =>
  [...(await redisCommand(url, 'INFO', 'keyspace')).matchAll(/^db(\d+):/gm)].flatMap(([, number]) => number ?? []);

async function emptyAll(url: string): Promise<void> {
  for (const number of await usedDatabases(url)) await redisCommand(new URL(`/${number}`, url).href, 'FLUSHDB');
}

/** REDIS_URL is used when it holds nothing, because tests flush databases; they never flush somebody's data. */
async function givenRedis(): Promise<string | undefined> {
  const url = process.env['REDIS_URL'];
  if (!url) return undefined;
  if ((await usedDatabases(url)).length > 0) {
    process.stderr.write('REDIS_URL holds data: the tests leave it alone and use a Redis of their own.\n');
    return undefined;
  }
  stack.push(() => emptyAll(url));
  return url;
}

async function ownRedis(): Promise<RedisServer> {
  const redis = await startRedis();
  stack.push(() => redis.stop());
  return redis;
}

async function start(): Promise<Record<string, string>> {
  const directory = mkdtempSync(join(tmpdir(), 'countinghouse-test-'));
  // PostgreSQL runs as another user when this is root, and must be able to pass through.
  chmodSync(directory, 0o711);
  process.env['TEST_DIRECTORY'] = directory;
  stack.push(() => {
    endLeftovers(directory);
    rmSync(directory, { recursive: true, force: true });
  });
  const place = { directory: join(directory, 'postgres'), database: TEMPLATE };
  const postgres = await startEmbeddedPostgres({ ...place, settings: FAST });
  stack.push(async () => {
    await postgres.stop();
    rmSync(postgres.directory, { recursive: true, force: true });
  });
  return {
    TEST_DIRECTORY: directory,
    TEST_TEMPLATE: TEMPLATE,
    TEST_POSTGRES_URL: await prepareTemplate(postgres),
    TEST_REDIS_URL: (await givenRedis()) ?? (await ownRedis()).url,
  };
}

async function tell(message: ServicesMessage): Promise<void> {
  await new Promise((resolve) => (process.connected ? process.send?.(message, resolve) : resolve(undefined)));
}

const starting = start();

/** jest is gone, or lets go; what is starting then is stopped as soon as it has started. */
process.once('disconnect', () => {
  const settled = starting.then(stopAll, stopAll);
  void settled.finally(() => process.exit());
});

try {
  await tell({ environment: await starting });
} catch (error) {
  await stopAll();
  await tell({ problem: error instanceof Error ? error.message : String(error) });
  process.exit();
}
