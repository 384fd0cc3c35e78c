import { InvalidArgumentError, type Command } from 'commander';
import { accountId } from '../account-option.js';
import { json, type Carry, type JsonOption } from '../subcommand.js';

export interface EraseOptions extends JsonOption {
  readonly customer: string;
  readonly account: string;
  readonly reason?: string;
  readonly dryRun: boolean;
}

/** Stripe's own look like cus_…; whoever moved to Stripe may have brought others. */
function customerId(value: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(value)) throw new InvalidArgumentError("That is no customer's id.");
  return value;
}

export function eraseCommand(program: Command, carry: Carry): void {
  program
    .command('erase')
    .summary('remove what is personal of a customer, for good')
    .description(
      'Removes what is personal of one customer everywhere, and keeps it away: docs/privacy.md. It cannot be undone',
    )
    .requiredOption('--customer <id>', 'whose, cus_…', customerId)
    .option('--account <id>', 'of this connected account; your own if not given', accountId, '')
    .option('--reason <text>', "why: a ticket's number, say, and nobody's name; it goes into the audit log")
    .option('--dry-run', 'only list what would be removed', false)
    .addOption(json())
    .action((options: EraseOptions) =>
      carry(async (terminal) => (await import('./erase.run.js')).erase(options, terminal)),
    );
}
