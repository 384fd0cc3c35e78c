import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.js';
import { isAlive } from '../src/database/embedded/postmaster.js';
import { freePort } from './support/free-port.js';

jest.setTimeout(180_000);

let parent: string;
let directory: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'countinghouse-embedded-'));
  chmodSync(parent, 0o711);
  directory = join(parent, 'postgres');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function hasEnded(pid: number): Promise<boolean> {
  for (const deadline = Date.now() + 30_000; isAlive(pid) && Date.now() < deadline;) await sleep(20);
  return !isAlive(pid);
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A process in a group of its own that starts the server on `directory`, prints its url and stays. */
async function startElsewhere(then = ''): Promise<{ child: ChildProcess; url: string; output: () => string }> {
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(file('../src/database/embedded-postgres.ts'))});
    const { Client } = await import('pg');
    const server = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)} });
    ${then}
    console.log(server.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ['--import', file('./support/typescript.js'), '--input-type=module', '-e', code],
    { detached: true, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child.stdout, 'data');
  return { child, url: output.trim(), output: () => output };
}

test('starts on this machine only, with a password of its own, and keeps the data over a restart', async () => {
  const first = await startEmbeddedPostgres({ directory, database: 'shop' });
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS id');
  expect(await query(first.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(first.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  expect(statSync(join(first.directory, 'password')).mode & 0o777).toBe(0o600);
  await expect(query(first.url.replace(/:[0-9a-f]{48}@/, ':postgres@'), 'SELECT 1')).rejects.toThrow('password');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);

  const second = await startEmbeddedPostgres({ directory, database: 'shop' });
  expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  await second.stop();
});

test('keeps its port over a restart while it is free, and takes another one when it is not', async () => {
  const portOf = ({ url }: { url: string }) => Number(new URL(url).port);
  const first = await startEmbeddedPostgres({ directory });
  await first.stop();
  // A port that no system gives away while the server is down.
  const former = await freePort();
  const options = join(first.directory, 'data', 'postmaster.opts');
  writeFileSync(options, readFileSync(options, 'utf8').replace(`"-p" "${portOf(first)}"`, `"-p" "${former}"`));
  const second = await startEmbeddedPostgres({ directory });
  expect(portOf(second)).toBe(former);
  await second.stop();

  const taker = createServer().listen(former, '127.0.0.1');
  await once(taker, 'listening');
  try {
    const third = await startEmbeddedPostgres({ directory });
    expect(portOf(third)).not.toBe(former);
    await third.stop();
  } finally {
    taker.close();
  }
});

test('starts after kill -9 of the server, and when its number has become another process', async () => {
  const first = await startEmbeddedPostgres({ directory });
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS id');
  process.kill(first.pid, 'SIGKILL');
  const second = await startEmbeddedPostgres({ directory });
  expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  await second.stop();

  const data = join(second.directory, 'data');
  writeFileSync(join(data, 'postmaster.pid'), `${process.ppid}\n${data}\n1\n5432\n\n127.0.0.1\n\nready\n`);
  const third = await startEmbeddedPostgres({ directory });
  expect(await query(third.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  await third.stop();
});

test('uses the server of another process, leaves it running, and a kill -9 of that process ends it', async () => {
  const other = await startElsewhere();
  const here = await startEmbeddedPostgres({ directory });
  expect(here.url).toBe(other.url);
  await here.stop();
  expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  other.child.kill('SIGKILL');
  expect(await hasEnded(here.pid)).toBe(true);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to the whole process group leaves the server to the drain',
  async (signal) => {
    const other = await startElsewhere(`
    process.on('${signal}', async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const client = new Client({ connectionString: server.url });
      await client.connect();
      const { rows } = await client.query('SELECT 42 AS drained');
      await client.end();
      await server.stop();
      process.stdout.write('drained ' + rows[0].drained + ' ' + server.pid, () => process.exit());
    });`);
    process.kill(-(other.child.pid ?? 0), signal);
    await once(other.child, 'close'); // by then all that it printed is here
    const [, pid] = /drained 42 (\d+)/.exec(other.output()) ?? [];
    expect(Number(pid)).toBeGreaterThan(0);
    expect(isAlive(Number(pid))).toBe(false);
  },
);

test('two starts at once on one new directory share one server', async () => {
  const [one, two] = await Promise.all([startEmbeddedPostgres({ directory }), startElsewhere()]);
  expect(two.url).toBe(one.url);
  two.child.kill('SIGKILL');
  await once(two.child, 'exit');
  await one.stop();
  expect(await hasEnded(one.pid)).toBe(true);
});
