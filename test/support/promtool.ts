import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram, inPath } from './program.js';

const run = promisify(execFile);

/** What it wrote before it failed. */
const saidBy = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stdout' in error && 'stderr' in error
    ? `${String(error.stdout)}${String(error.stderr)}`
    : '';

/** What promtool says, on both its outputs. @throws {Error} with the same when it finds a fault, or is not to be had. */
export async function promtool(cwd: string, ...command: readonly string[]): Promise<string> {
  const program = await findProgram({
    installed: inPath('promtool'),
    cache: 'prometheus',
    packages: ['prometheus'],
    program: 'usr/bin/promtool',
    advice: 'This needs promtool, of Prometheus: install prometheus (macOS: brew install prometheus).',
  });
  try {
    const { stdout, stderr } = await run(program, [...command], { cwd, maxBuffer: 16 * 1024 * 1024 });
    return `${stdout}${stderr}`;
  } catch (cause) {
    throw new Error(`promtool ${command.join(' ')} failed:\n${saidBy(cause)}`, { cause });
  }
}
