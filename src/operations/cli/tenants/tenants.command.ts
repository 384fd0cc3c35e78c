import { InvalidArgumentError, type Command } from 'commander';
import { isId } from '../../../stripe/shapes/id.js';
import { accountId } from '../account-option.js';
import { reason } from '../reason-option.js';
import { json, type Carry, type JsonOption } from '../subcommand.js';

export interface AccountOptions extends JsonOption {
  readonly account: string;
}

export interface ListOptions extends AccountOptions {
  readonly plan?: string;
  readonly status?: string;
  readonly after?: string;
  readonly limit: number;
}

export interface AssignOptions extends AccountOptions {
  readonly reason: string;
}

const ACCOUNT = ['--account <id>', 'connected account; your own if not given', accountId, ''] as const;

const LIMIT = 50;
const MOST = 1_000;

function rowCount(value: string): number {
  const count = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (count < 1 || count > MOST) throw new InvalidArgumentError(`A whole number from 1 to ${MOST}.`);
  return count;
}

function id(value: string): string {
  if (!isId(value)) throw new InvalidArgumentError('That is no id.');
  return value;
}

export function tenantsCommand(program: Command, carry: Carry): void {
  const tenants = program.command('tenants').description('Tenants, their plans and customers: docs/tenants.md');
  tenants
    .command('list')
    .description('List tenants, by their ids')
    .option(...ACCOUNT)
    .option('--plan <plan>', 'only with this plan')
    .option('--status <status>', "only with a subscription in this status, in Stripe's words")
    .option('--after <tenant>', 'go on after this one', id)
    .option('--limit <rows>', 'so many', rowCount, LIMIT)
    .addOption(json())
    .action((options: ListOptions) =>
      carry(async (terminal) => (await import('./tenants.run.js')).listTenants(options, terminal)),
    );
  tenants
    .command('show')
    .description('Show what a tenant may use, and why')
    .argument('<tenant>', 'your own id', id)
    .option(...ACCOUNT)
    .addOption(json())
    .action((tenant: string, options: AccountOptions) =>
      carry(async (terminal) => (await import('./tenants.run.js')).showTenant(tenant, options, terminal)),
    );
  tenants
    .command('assign')
    .description('Say whose a customer is, whatever Stripe says')
    .argument('<customer>', 'cus_…', id)
    .argument('<tenant>', 'your own id; one that nobody has gives the customer away', id)
    .option(...ACCOUNT)
    .addOption(reason())
    .addOption(json())
    .action((customer: string, tenant: string, options: AssignOptions) =>
      carry(async (terminal) => (await import('./assign.run.js')).assign(customer, tenant, options, terminal)),
    );
  tenants
    .command('unassign')
    .description('Take an assignment back: what the objects at Stripe say counts again')
    .argument('<customer>', 'cus_…', id)
    .option(...ACCOUNT)
    .addOption(reason())
    .addOption(json())
    .action((customer: string, options: AssignOptions) =>
      carry(async (terminal) => (await import('./assign.run.js')).assign(customer, null, options, terminal)),
    );
}
