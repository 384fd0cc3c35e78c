import { parseArgs } from 'node:util';

export const USAGE = `npm run drill -- [options]

  --only a,b   these of the eight, in the drill's order
  --list       what the eight are called, and what they break
  --json       one document instead of lines
  --help       this text

Ends with 0 when everything was as it should be, with 3 when it was not, with 1 when it could not run: docs/drill.md.`;

export interface DrillOptions {
  /** Empty: all. */
  readonly only: readonly string[];
  readonly list: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws {TypeError} naming what is not known. @param names of the breaks that there are. */
export function drillOptions(args: string[], names: readonly string[]): DrillOptions {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const only = values.only.flatMap((list) => list.split(','));
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new TypeError(`--only ${unknown.join(', ')}: it is one of ${names.join(', ')}`);
  return { ...values, only };
}
