import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithThisProcess } from '../../src/database/embedded/guard.js';
import { freePort } from './free-port.js';
import { redisCommand } from './redis-command.js';
import { findRedisServer } from './redis-server.js';
import { testServices } from './test-services.js';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Of the server process; another after `restart()`. */
  readonly pid: number;
  /** Shuts down and waits; nothing is kept unless `args` say so (`['--appendonly', 'yes']`). */
  stop(): Promise<void>;
  /** kill -9, and waits. */
  kill(): Promise<void>;
  /** Stops when it runs, and starts again on the same port. */
  restart(): Promise<void>;
}

/** A Redis of one's own on 127.0.0.1: to stop, kill and restart. It ends with this process at the latest. */
export async function startRedis(options: { port?: number; args?: readonly string[] } = {}): Promise<RedisServer> {
  const binary = await findRedisServer();
  const port = options.port ?? (await freePort());
  const url = `redis://127.0.0.1:${port}`;
  const directory = join(process.env['TEST_DIRECTORY'] ?? tmpdir(), `redis-${port}`);
  let server: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    mkdirSync(directory, { recursive: true });
    const pidFile = join(directory, 'redis.pid');
    const flags = `--bind 127.0.0.1 --port ${port} --databases 1024 --appendonly no --loglevel warning`.split(' ');
    const paths = ['--dir', directory, '--pidfile', pidFile, '--save', ''];
    const child = spawn(binary, [...flags, ...paths, ...(options.args ?? [])], { detached: true, stdio: 'ignore' });
    child.once('error', () => undefined).unref();
    server = child;
    if (child.pid !== undefined) {
      const release = endWithThisProcess(child.pid, 'TERM', pidFile);
      child.once('exit', () => {
        release();
        rmSync(pidFile, { force: true });
      });
    }
    for (const deadline = Date.now() + 30_000; ; await sleep(20)) {
      if (await redisCommand(url, 'PING').catch(() => undefined)) return;
      if (child.exitCode !== null || child.pid === undefined || Date.now() > deadline) {
        throw new Error(`${binary} does not start on port ${port}.`);
      }
    }
  };

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = server;
    server = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };

  await start();
  return {
    url,
    port,
    get pid() {
      return server?.pid ?? 0;
    },
    async stop() {
      await end('SIGTERM');
      if (!options.args?.includes('--appendonly')) rmSync(directory, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      await start();
    },
  };
}

/** Databases per jest worker; a test file that needs more than these is asking for `startRedis()`. */
const PER_WORKER = 8;
let taken = 0;

/** The run's Redis, in a database that no other test file uses at this time, emptied. */
export async function redisUrlForTest(): Promise<string> {
  if (taken === PER_WORKER)
    throw new Error(`A test file has ${PER_WORKER} Redis databases: use startRedis() for more.`);
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 1) - 1;
  const url = new URL(testServices().redisUrl);
  url.pathname = `/${worker * PER_WORKER + taken++}`;
  await redisCommand(url.href, 'FLUSHDB');
  return url.href;
}
