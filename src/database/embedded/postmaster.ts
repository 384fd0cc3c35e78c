import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError } from '../../config/configuration.error.js';
import { errorCode } from '../error-code.js';

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  /** 0 until it listens. */
  port: number;
}

export const pidFile = (data: string): string => join(data, 'postmaster.pid');

export function readPostmaster(data: string): Postmaster | undefined {
  try {
    const [pid, , , port] = readFileSync(pidFile(data), 'utf8').split('\n');
    return Number(pid) > 0 ? { pid: Number(pid), port: Number(port ?? 0) } : undefined;
  } catch {
    return undefined;
  }
}

/** The port of the last start, which PostgreSQL notes with its other options and keeps; 0 before the first. */
export function formerPort(data: string): number {
  const options = join(data, 'postmaster.opts');
  return existsSync(options) ? Number(/"-p" "(\d{1,5})"/.exec(readFileSync(options, 'utf8'))?.[1] ?? 0) : 0;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** The command line of a process; '' for one that is dead and not yet collected, undefined where nobody tells. */
function commandOf(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/cmdline'))
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/**
 * The server that holds `data` now. After a kill -9 the file stays behind, and its number may be another program's by
 * now, which PostgreSQL would take for itself and refuse to start: such a file is removed.
 */
export function findPostmaster(data: string): Postmaster | undefined {
  const postmaster = readPostmaster(data);
  if (!postmaster || !isAlive(postmaster.pid)) return undefined;
  const command = commandOf(postmaster.pid);
  if (command === undefined && !isAlive(postmaster.pid)) return undefined;
  if (command === undefined || command.includes(data)) return postmaster;
  rmSync(pidFile(data), { force: true });
  return undefined;
}

/**
 * Fast shutdown: open transactions are rolled back, a checkpoint is written, usually within 1 s. After 6 s the server
 * goes down without a checkpoint, and recovers at its next start.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 6000],
    ['SIGQUIT', 2000],
    ['SIGKILL', 2000],
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    for (const deadline = Date.now() + patience; isAlive(pid) && Date.now() < deadline;) await sleep(20);
  }
  if (isAlive(pid)) throw new ConfigurationError(`PostgreSQL (process ${pid}) does not stop.`);
}
