import { InvalidArgumentError, Option, type Command } from 'commander';
import { isScope, SCOPES, SCOPES_OF_ALL, type Scope } from '../../../auth/caller.js';
import { isId } from '../../../stripe/shapes/id.js';
import { accountId } from '../account-option.js';
import { anyReason } from '../reason-option.js';
import { json, type Carry, type JsonOption } from '../subcommand.js';
import { expiryOf } from './expiry.js';

export interface CreateOptions extends JsonOption {
  readonly name: string;
  readonly scope: readonly Scope[];
  readonly tenant: string | null;
  readonly account: string;
  readonly expires: Date | null;
  readonly reason?: string;
}

export interface RevokeOptions extends JsonOption {
  readonly reason?: string;
}

const NAME = /^[^\p{C}]{1,100}$/u;
const KEY_ID = /^key_[0-9a-f]+$/;

function keyName(value: string): string {
  if (!NAME.test(value.trim())) throw new InvalidArgumentError('Give it one, of up to 100 characters.');
  return value.trim();
}

function scopeName(value: string, before: readonly Scope[] = []): Scope[] {
  if (!isScope(value)) throw new InvalidArgumentError(`${value} is none of ${SCOPES.join(', ')}.`);
  return [...new Set([...before, value])];
}

function tenantId(value: string): string {
  if (!isId(value)) throw new InvalidArgumentError('That is no id.');
  return value;
}

function keyId(value: string): string {
  if (!KEY_ID.test(value)) throw new InvalidArgumentError('Name one key, key_….');
  return value;
}

/** @throws {InvalidArgumentError} */
function checkReach({ scope, tenant }: CreateOptions): void {
  if (tenant !== null && scope.some((one) => SCOPES_OF_ALL.includes(one))) {
    throw new InvalidArgumentError(`--tenant: not with ${SCOPES_OF_ALL.join(' or ')}, which concern all tenants.`);
  }
}

export function keysCommand(program: Command, carry: Carry): void {
  const keys = program.command('keys').description('API keys: docs/auth.md');
  keys
    .command('create')
    .description('Make a key. It is shown this once, alone on standard output')
    .requiredOption('--name <name>', 'what people call it, up to 100 characters', keyName)
    .addOption(
      new Option('--scope <scope>', `what it may do: ${SCOPES.join(', ')}; may be given several times`)
        .argParser(scopeName)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--tenant <id>',
        `the only tenant it acts for; without it any, named by the header Countinghouse-Tenant; not with ${SCOPES_OF_ALL.join(' or ')}`,
      )
        .argParser(tenantId)
        .default(null, 'any'),
    )
    .option('--account <id>', 'connected account whose tenants it acts for; without it your own', accountId, '')
    .addOption(
      new Option('--expires <when>', 'a date (midnight, UTC), a time (2027-12-31T12:00:00Z) or days (90d)')
        .argParser((value: string) => expiryOf(value))
        .default(null, 'never'),
    )
    .addOption(anyReason())
    .addOption(json())
    .action((options: CreateOptions) => {
      checkReach(options);
      return carry(async (terminal) => (await import('./keys.run.js')).createKey(options, terminal));
    });
  keys
    .command('list')
    .description('List all keys, revoked ones too; none is shown')
    .addOption(json())
    .action((options: JsonOption) =>
      carry(async (terminal) => (await import('./keys.run.js')).listKeys(options, terminal)),
    );
  keys
    .command('revoke')
    .description('End a key, from the next request on')
    .argument('<key>', 'its id, key_…', keyId)
    .addOption(anyReason())
    .addOption(json())
    .action((id: string, options: RevokeOptions) =>
      carry(async (terminal) => (await import('./keys.run.js')).revokeKey(id, options, terminal)),
    );
}
