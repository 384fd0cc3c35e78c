import { InvalidArgumentError, type Command } from 'commander';
import { json, type Carry, type JsonOption } from '../subcommand.js';
import { webAddress } from '../web-address.js';

export interface EndpointOptions extends JsonOption {
  readonly url?: string;
  readonly connect: boolean;
}

export interface UpdateOptions extends EndpointOptions {
  readonly yes: boolean;
}

const URL_OPTION = [
  '--url <url>',
  'where the backend is reached, or the full address; PUBLIC_URL if not given',
] as const;
const CONNECT_OPTION = ['--connect', 'the endpoint for events of connected accounts', false] as const;

function endpointId(value: string): string {
  if (!/^we_\w{1,250}$/.test(value)) throw new InvalidArgumentError("An endpoint's id, we_….");
  return value;
}

export function endpointCommand(program: Command, carry: Carry): void {
  const endpoint = program.command('endpoint').description('The webhook endpoints at Stripe that lead here');
  endpoint
    .command('create')
    .description(
      'Register an endpoint for all that is handled. Its signing secret is shown this once, alone on standard output',
    )
    .option(URL_OPTION[0], URL_OPTION[1], webAddress)
    .option(...CONNECT_OPTION)
    .addOption(json())
    .action((options: EndpointOptions) =>
      carry(async (terminal) => (await import('./endpoint.run.js')).createEndpoint(options, terminal)),
    );
  endpoint
    .command('update')
    .description('Bring an endpoint to what is handled now, and enable it')
    .argument('[id]', 'we_…; the one whose address leads here if not given', endpointId)
    .option(URL_OPTION[0], URL_OPTION[1], webAddress)
    .option(...CONNECT_OPTION)
    .option('--yes', 'also take event types away, and enable what is disabled', false)
    .addOption(json())
    .action((id: string | undefined, options: UpdateOptions) =>
      carry(async (terminal) => (await import('./endpoint.run.js')).updateEndpoint(id, options, terminal)),
    );
  endpoint
    .command('list')
    .description('List the endpoints of the account')
    .addOption(json())
    .action((options: JsonOption) =>
      carry(async (terminal) => (await import('./endpoint.run.js')).listEndpoints(options, terminal)),
    );
}
