import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unpackProgram } from './apt-unpack.js';

const run = promisify(execFile);
/** Of the project's folder, in which npm and jest run, also for what was built into dist/. */
const cache = resolve('.cache', `pgbouncer-${process.arch}`);
/** Where Debian puts it, which is in no user's PATH but root's. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin'];

async function works(program: string): Promise<boolean> {
  try {
    accessSync(program, constants.X_OK);
    await run(program, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a PgBouncer that runs here: of PATH or the system's sbin, else the one in .cache/, else unpacked into .cache/
 * from the distribution's own package, without root and without a change to the system.
 *
 * @throws an error that says what to do.
 */
export async function findPgbouncer(): Promise<string> {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
  for (const directory of [...directories, ...SYSTEM, cache]) {
    const candidate = join(directory, 'pgbouncer');
    if (await works(candidate)) return candidate;
  }
  const advice = 'This needs PgBouncer: install pgbouncer (macOS: brew install pgbouncer).';
  if (process.platform !== 'linux') throw new Error(advice);
  try {
    const unpacked = await unpackProgram({ target: cache, packages: ['pgbouncer'], program: 'usr/sbin/pgbouncer' });
    await run(unpacked, ['--version']);
    return unpacked;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${advice}\nUnpacking the package of Debian or Ubuntu into ${cache} failed: ${reason}`, { cause });
  }
}
