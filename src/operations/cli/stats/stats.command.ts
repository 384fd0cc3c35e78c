import type { Command } from 'commander';
import { json, type Carry, type JsonOption } from '../subcommand.js';

export function statsCommand(program: Command, carry: Carry): void {
  program
    .command('stats')
    .summary('backlog, and the events of the last day')
    .description(
      'Shows the backlog, and the events of the last day by type, with their verdicts and how long they took',
    )
    .addOption(json())
    .action((options: JsonOption) =>
      carry(async (terminal) => (await import('./stats.run.js')).stats(options, terminal)),
    );
}
