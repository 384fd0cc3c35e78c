import type { Command } from 'commander';
import { json, type Carry, type JsonOption } from '../subcommand.js';

export function migrateCommand(program: Command, carry: Carry): void {
  const migrate = program.command('migrate').description('The database schema: docs/migrations.md');
  migrate
    .command('run')
    .description('Run what is pending, as each start of the backend does')
    .addOption(json())
    .action((options: JsonOption) =>
      carry(async (terminal) => (await import('./migrate.run.js')).runPending(options, terminal)),
    );
  migrate
    .command('plan')
    .description('Print the SQL that is pending; writes nothing')
    .addOption(json())
    .action((options: JsonOption) =>
      carry(async (terminal) => (await import('./migrate.run.js')).planPending(options, terminal)),
    );
}
