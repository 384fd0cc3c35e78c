import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unpackProgram } from './apt-unpack.js';

const run = promisify(execFile);

interface Wanted {
  /** Where it may be, the best first. */
  readonly installed: readonly string[];
  /** Its folder in {@link cacheOf}. */
  readonly cache: string;
  /** Debian's, which have it and what it needs besides libraries. */
  readonly packages: readonly string[];
  /** Path of the program in its package. */
  readonly program: string;
  /** Says what to do where there is none. */
  readonly advice: string;
}

/** A folder for what was unpacked: of the project's folder, in which npm and jest run, also for what was built into dist/. */
export const cacheOf = (name: string): string => resolve('.cache', `${name}-${process.arch}`);

export const inPath = (name: string): string[] =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name));

export async function works(program: string): Promise<boolean> {
  try {
    accessSync(program, constants.X_OK);
    await run(program, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a program that runs here: an installed one, else the one in .cache/, else unpacked into .cache/ from the
 * distribution's own packages, without root and without a change to the system.
 *
 * @throws {Error} that says what to do.
 */
export async function findProgram({ installed, cache, packages, program, advice }: Wanted): Promise<string> {
  const target = cacheOf(cache);
  for (const candidate of [...installed, join(target, basename(program))]) {
    if (await works(candidate)) return candidate;
  }
  if (process.platform !== 'linux') throw new Error(advice);
  try {
    const unpacked = await unpackProgram({ target, packages, program });
    await run(unpacked, ['--version']);
    return unpacked;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${advice}\nUnpacking the packages of Debian or Ubuntu into ${target} failed: ${reason}`, {
      cause,
    });
  }
}
