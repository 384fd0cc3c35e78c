import { parseArgs } from 'node:util';

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
    },
  });
  return {
    events: number('events', values.events ?? (values.memory ? '50000' : '10000')),
    rounds: number('rounds', values.rounds),
    connections: values.connections.split(',').map((text) => number('connections', text)),
    bull: values.bull,
    memory: values.memory,
  };
}

function number(name: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new TypeError(`--${name} must be a positive whole number`);
}
