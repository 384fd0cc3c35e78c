import { loadEnvFile } from 'node:process';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ownVersion } from '../../common/own-version.js';
import { backfillCommand } from './backfill/backfill.command.js';
import { doctorCommand } from './doctor/doctor.command.js';
import { endpointCommand } from './endpoint/endpoint.command.js';
import { eraseCommand } from './erase/erase.command.js';
import { eventsCommand } from './events/events.command.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { explain } from './explain.js';
import { keysCommand } from './keys/keys.command.js';
import { migrateCommand } from './migrate/migrate.command.js';
import { outboxCommand } from './outbox/outbox.command.js';
import { reconcileCommand } from './reconcile/reconcile.command.js';
import { smokeCommand } from './smoke/smoke.command.js';
import { statsCommand } from './stats/stats.command.js';
import type { Carry } from './subcommand.js';
import { tenantsCommand } from './tenants/tenants.command.js';
import type { Terminal } from './terminal.js';
import { verifyCommand } from './verify/verify.command.js';
import { whyCommand } from './why/why.command.js';

/** In the order in which they are needed. What each of them does is loaded when it is asked for. */
const SUBCOMMANDS: readonly ((program: Command, carry: Carry) => void)[] = [
  doctorCommand,
  endpointCommand,
  smokeCommand,
  statsCommand,
  eventsCommand,
  outboxCommand,
  reconcileCommand,
  verifyCommand,
  backfillCommand,
  whyCommand,
  tenantsCommand,
  eraseCommand,
  keysCommand,
  migrateCommand,
];

/** Runs one command line. Never throws. @returns its exit code. */
export async function countinghouse(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const carry: Carry = async (work) => {
    code = await work(terminal);
  };
  const program = new Command('countinghouse')
    .description('Looks after a Countinghouse: docs/commands.md')
    .version(ownVersion())
    .option('--env-file <file>', 'read settings from it; what the environment says already stays')
    .hook('preAction', (command) => readSettings(command.opts<{ envFile?: string }>().envFile))
    .showHelpAfterError()
    // What holds without an option stands in its words.
    .configureHelp({ optionDescription: ({ description }) => description })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    });
  for (const define of SUBCOMMANDS) define(program, carry);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof InvalidArgumentError) terminal.say(`error: ${error.message}`);
    else if (!(error instanceof CommanderError)) return explain(error, terminal);
    return error.exitCode === 0 ? EXIT.ok : EXIT.incomplete;
  }
}

/** @throws {InvalidArgumentError} when it cannot be read. */
function readSettings(file: string | undefined): void {
  if (file === undefined) return;
  try {
    loadEnvFile(file);
  } catch {
    throw new InvalidArgumentError(`--env-file ${file}: it cannot be read.`);
  }
}
