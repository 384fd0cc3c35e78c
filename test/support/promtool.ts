import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unpackProgram } from './apt-unpack.js';

const run = promisify(execFile);
/** Of the project's folder, in which npm and jest run. */
const cache = resolve('.cache', `prometheus-${process.arch}`);

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
 * Path of a promtool that runs here: of PATH, else the one in .cache/, else unpacked into .cache/ from the
 * distribution's own package, without root and without a change to the system.
 *
 * @throws an error that says what to do.
 */
export async function findPromtool(): Promise<string> {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
  for (const candidate of [...directories.map((path) => join(path, 'promtool')), join(cache, 'promtool')]) {
    if (await works(candidate)) return candidate;
  }
  const advice = 'This needs promtool, of Prometheus: install prometheus (macOS: brew install prometheus).';
  if (process.platform !== 'linux') throw new Error(advice);
  try {
    const unpacked = await unpackProgram({ target: cache, packages: ['prometheus'], program: 'usr/bin/promtool' });
    await run(unpacked, ['--version']);
    return unpacked;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${advice}\nUnpacking the package of Debian or Ubuntu into ${cache} failed: ${reason}`, { cause });
  }
}

/** What it wrote before it failed. */
const saidBy = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stdout' in error && 'stderr' in error
    ? `${String(error.stdout)}${String(error.stderr)}`
    : '';

/** What promtool says, on both its outputs. @throws with the same when it finds a fault. */
export async function promtool(cwd: string, ...command: readonly string[]): Promise<string> {
  const program = await findPromtool();
  try {
    const { stdout, stderr } = await run(program, [...command], { cwd, maxBuffer: 16 * 1024 * 1024 });
    return `${stdout}${stderr}`;
  } catch (cause) {
    throw new Error(`promtool ${command.join(' ')} failed:\n${saidBy(cause)}`, { cause });
  }
}
