import 'reflect-metadata';
import { countinghouse } from '../../src/operations/cli/countinghouse.js';
import type { CommandResult } from './command.js';

/** Names that the machine, or another test, may have set. */
const OWN = /^(DATABASE_URL|MIGRATION_DATABASE_URL|REDIS_URL|STRIPE_|PUBLIC_URL|LIVEMODE|DATA_DIR|NODE_ENV|PORT|ROLE)/;

/**
 * Runs a command line within this process, which a start of its own would cost two seconds. One at a time.
 *
 * @param stop Ctrl-C.
 */
export async function countinghouseHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stop = new AbortController().signal,
): Promise<CommandResult> {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (OWN.test(name)) delete process.env[name];
  Object.assign(process.env, { NODE_ENV: 'test' }, env);
  const output: string[] = [];
  const errors: string[] = [];
  try {
    const code = await countinghouse(args, {
      print: (text) => output.push(`${text}\n`),
      say: (text) => errors.push(`${text}\n`),
      screen: null,
      stop,
    });
    return { code, output: output.join(''), errors: errors.join('') };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
