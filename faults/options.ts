import { parseArgs } from 'node:util';

export const USAGE = `npm run test:faults -- [options]

  --minutes N   goes on for at least so long (5)
  --faults N    and until at least so many were injected (0)
  --seed N      which lives, and which faults in which order (drawn, and printed)
  --brief       each fault is as short as it may be: for a run among other tests
  --help        this text

docs/reliability.md explains what is done and what is checked.`;

export interface FaultsOptions {
  readonly minutes: number;
  readonly faults: number;
  readonly seed: number;
  readonly brief: boolean;
  readonly help: boolean;
}

/** @throws {TypeError} naming the option that is no whole number. */
export function faultsOptions(args: string[]): FaultsOptions {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '5' },
      faults: { type: 'string', default: '0' },
      seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1_000_000)) },
      brief: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    minutes: number('minutes', values.minutes),
    faults: number('faults', values.faults),
    seed: number('seed', values.seed),
    brief: values.brief,
    help: values.help,
  };
}

function number(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new TypeError(`--${name} must be a whole number`);
}
