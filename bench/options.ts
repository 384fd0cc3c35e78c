import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- [options]

  --events N            distinct events of a run (10000; with --memory 50000)
  --rounds N            rounds, each with one run of the backend and one of the baseline (3)
  --connections N,N     kept-alive connections, one measurement each (32,128)
  --bull                wake the workers through Redis: REDIS_URL's, or one that is started
  --memory              watch the backend's memory over one long run instead
  --help                this text

DATABASE_URL names a server on which databases are created and dropped; without it, one is started.
docs/performance.md explains the table.`;

/** How `npm run bench` was called. */
export interface BenchOptions {
  /** Distinct events that a run posts. */
  readonly events: number;
  readonly rounds: number;
  /** Kept-alive connections of the closed loop, one measurement each. */
  readonly connections: readonly number[];
  /** Wake the workers through Bull instead of in the process. */
  readonly bull: boolean;
  /** Watch the memory over one long run instead. */
  readonly memory: boolean;
  /** Only tell of the options. */
  readonly help: boolean;
}

/** @throws {TypeError} naming the option that is no positive whole number. */
export function benchOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '32,128' },
      bull: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    events: number('events', values.events ?? (values.memory ? '50000' : '10000')),
    rounds: number('rounds', values.rounds),
    connections: values.connections.split(',').map((text) => number('connections', text)),
    bull: values.bull,
    memory: values.memory,
    help: values.help,
  };
}

function number(name: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new TypeError(`--${name} must be a positive whole number`);
}
