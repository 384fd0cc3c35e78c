import type { Command } from 'commander';
import { accountId } from '../account-option.js';
import { json, type Carry, type JsonOption } from '../subcommand.js';

export interface WhyOptions extends JsonOption {
  readonly feature?: string;
  readonly account?: string;
}

export function whyCommand(program: Command, carry: Carry): void {
  program
    .command('why')
    .summary('why a customer has access, or has none')
    .description('Says whether a customer has access, why, and what to do about it: docs/why-no-access.md')
    .argument('<customer>', "cus_…, a mail address, or a tenant's id: then each of its customers")
    .option('--feature <name>', 'and why it may use this one, or may not')
    .option('--account <id>', 'of this connected account; of any, and your own, if not given', accountId)
    .addOption(json())
    .action((customer: string, options: WhyOptions) =>
      carry(async (terminal) => (await import('./why.run.js')).why(customer, options, terminal)),
    );
}
