import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unpackProgram } from './apt-unpack.js';

const run = promisify(execFile);
/** Of the project's folder, in which npm and jest run, also for what was built into dist/. */
const cache = resolve('.cache', `redis-${process.arch}`);

async function works(server: string): Promise<boolean> {
  try {
    accessSync(server, constants.X_OK);
    await run(server, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a redis-server (or valkey-server, its fork) that runs here: of PATH, else the one in .cache/, else unpacked
 * into .cache/ from the distribution's own packages, without root and without a change to the system.
 *
 * @throws an error that says what to do.
 */
export async function findRedisServer(): Promise<string> {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
  const installed = ['redis-server', 'valkey-server'].flatMap((name) => directories.map((path) => join(path, name)));
  for (const candidate of [...installed, join(cache, 'redis-server')]) {
    if (await works(candidate)) return candidate;
  }
  const advice =
    'This needs a Redis: install redis-server (macOS: brew install redis), or set REDIS_URL to an empty one.';
  if (process.platform !== 'linux') throw new Error(advice);
  try {
    const packages = ['redis-server', 'redis-tools'];
    const unpacked = await unpackProgram({ target: cache, packages, program: 'usr/bin/redis-server' });
    await run(unpacked, ['--version']);
    return unpacked;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${advice}\nUnpacking the packages of Debian or Ubuntu into ${cache} failed: ${reason}`, { cause });
  }
}
