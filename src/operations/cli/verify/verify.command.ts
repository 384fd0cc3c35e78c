import { InvalidArgumentError, Option, type Command } from 'commander';
import { keptTypes } from '../../../stripe/kept-objects.js';
import { accountId } from '../account-option.js';
import { anyReason } from '../reason-option.js';
import { added, json, type Carry, type JsonOption } from '../subcommand.js';

export interface VerifyOptions extends JsonOption {
  readonly type: readonly string[];
  readonly account: string;
  readonly sample: number | null;
  readonly repair: boolean;
  readonly repairDeleted: boolean;
  readonly reason?: string;
}

function typeName(value: string, before: readonly string[]): string[] {
  if (!keptTypes().includes(value)) throw new InvalidArgumentError(`Types: ${keptTypes().join(', ')}.`);
  return added(value, before);
}

function rows(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('A whole number from 1 to 999999.');
  return Number(value);
}

export function verifyCommand(program: Command, carry: Carry): void {
  program
    .command('verify')
    .summary('compare the rows with what Stripe says')
    .description("Reads Stripe's objects and compares them with the rows, field by field: docs/verify.md")
    .option('--type <type>', 'only this type, by its object field; may be given several times', typeName, [])
    .option('--account <id>', 'this connected account instead of the own one', accountId, '')
    .addOption(
      new Option('--sample <rows>', 'so many rows of each type by chance, of all accounts, instead of everything')
        .argParser(rows)
        .default(null, 'everything')
        .conflicts('account'),
    )
    .option('--repair', 'bring rows that differ to what Stripe says', false)
    .option(
      '--repair-deleted',
      'mark rows as deleted whose object Stripe has deleted or does not know; not more than 1 % of a run',
      false,
    )
    .addOption(anyReason())
    .addOption(json())
    .action((options: VerifyOptions) =>
      carry(async (terminal) => (await import('./verify.run.js')).verify(options, terminal)),
    );
}
