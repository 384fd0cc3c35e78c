import type { Command } from 'commander';
import { json, type Carry, type JsonOption } from '../subcommand.js';
import { webAddress } from '../web-address.js';

export interface SmokeOptions extends JsonOption {
  readonly url?: string;
  readonly secret?: string;
  readonly key?: string;
  readonly live: boolean;
}

export function smokeCommand(program: Command, carry: Carry): void {
  program
    .command('smoke')
    .summary('check a deployment by a signed event')
    .description(
      'Sends a running backend one signed event that can do no harm, its duplicate, a forged and an oversized one, and says how each was answered',
    )
    .option('--url <url>', 'where the backend is reached; PUBLIC_URL if not given', webAddress)
    .option(
      '--secret <whsec>',
      "the endpoint's signing secret; the first of STRIPE_WEBHOOK_SECRET, or development's own, if not given",
    )
    .option('--key <chk>', 'an API key of the scope operations, to see the event processed; else by DATABASE_URL')
    .option('--live', 'the event is of live mode; as STRIPE_SECRET_KEY or LIVEMODE say if not given', false)
    .addOption(json())
    .action((options: SmokeOptions) =>
      carry(async (terminal) => (await import('./smoke.run.js')).smoke(options, terminal)),
    );
}
