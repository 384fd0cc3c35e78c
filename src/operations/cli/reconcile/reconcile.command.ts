import type { Command } from 'commander';
import { json, type Carry, type JsonOption } from '../subcommand.js';

export function reconcileCommand(program: Command, carry: Carry): void {
  program
    .command('reconcile')
    .summary('bring the events that no webhook brought')
    .description(
      "Compares the events of every account, of Stripe's last days, with the log, and brings what is lacking: docs/reconcile.md",
    )
    .addOption(json())
    .action((options: JsonOption) =>
      carry(async (terminal) => (await import('./reconcile.run.js')).reconcile(options, terminal)),
    );
}
