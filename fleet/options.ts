import { parseArgs } from 'node:util';

export const USAGE = `npm run test:fleet -- [options]

  --rate N      webhooks a second (100)
  --quiet N     seconds of load before the first process is rolled, whose ack is the yardstick (45)
  --rounds N    how often each of the six processes is rolled (1)
  --seed N      which life (drawn, and printed)
  --brief       as short as it may be, and the time of the ack is told, not judged: for a run among other tests
  --help        this text

docs/fleet.md explains what is done and what is checked.`;

export interface FleetOptions {
  readonly rate: number;
  /** Seconds. */
  readonly quiet: number;
  readonly rounds: number;
  readonly seed: number;
  readonly brief: boolean;
  readonly help: boolean;
}

/** @throws {TypeError} naming the option that is no whole number. */
export function fleetOptions(args: string[]): FleetOptions {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: 'string', default: '100' },
      quiet: { type: 'string', default: '45' },
      rounds: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1_000_000)) },
      brief: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    rate: number('rate', values.rate),
    quiet: number('quiet', values.quiet),
    rounds: number('rounds', values.rounds),
    seed: number('seed', values.seed),
    brief: values.brief,
    help: values.help,
  };
}

function number(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new TypeError(`--${name} must be a whole number from 1`);
}
