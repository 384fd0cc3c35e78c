import { InvalidArgumentError, type Command } from 'commander';
import { BACKFILLED_TYPES } from '../../backfill/backfilled-types.js';
import { accountId } from '../account-option.js';
import { added, json, type Carry, type JsonOption } from '../subcommand.js';

export interface BackfillOptions extends JsonOption {
  readonly type: readonly string[];
  readonly account: readonly string[];
  readonly connected: boolean;
  readonly restart: boolean;
}

function typeName(value: string, before: readonly string[]): string[] {
  if (!BACKFILLED_TYPES.includes(value)) throw new InvalidArgumentError(`Types: ${BACKFILLED_TYPES.join(', ')}.`);
  return added(value, before);
}

export function backfillCommand(program: Command, carry: Carry): void {
  program
    .command('backfill')
    .summary('bring what an account had before any webhook')
    .description("Reads Stripe's lists into the database, and goes on where it stopped: docs/backfill.md")
    .option('--type <type>', 'only this type, by its object field; may be given several times', typeName, [])
    .option(
      '--account <id>',
      'this connected account instead of your own; may be given several times',
      (value, before: readonly string[]) => added(accountId(value), before),
      [],
    )
    .option('--connected', 'all connected accounts instead of your own', false)
    .option('--restart', 'from the beginning, not from where an earlier run stopped', false)
    .addOption(json())
    .action((options: BackfillOptions) =>
      carry(async (terminal) => (await import('./backfill.run.js')).backfill(options, terminal)),
    );
}
