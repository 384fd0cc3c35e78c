import type { Command } from 'commander';
import { json, type Carry, type JsonOption } from '../subcommand.js';
import { webAddress } from '../web-address.js';

export interface DoctorOptions extends JsonOption {
  readonly url?: string;
}

export function doctorCommand(program: Command, carry: Carry): void {
  program
    .command('doctor')
    .summary('find out what is wrong')
    .description(
      'Looks at settings, database, Redis, Stripe, endpoints and backlog, changes nothing, and says what to do',
    )
    .option('--url <url>', 'where this backend is reached; PUBLIC_URL if not given', webAddress)
    .addOption(json())
    .action((options: DoctorOptions) =>
      carry(async (terminal) => (await import('./doctor.run.js')).doctor(options, terminal)),
    );
}
