import type { Contender } from '../contenders/contender.js';
import { figure } from './table.js';
import type { Round, Run } from './run.js';

/** One round: all contenders under the same load, one after the other. */
export interface RoundOptions {
  readonly rounds: number;
  readonly contenders: readonly Contender[];
  /** Once before each round; what all of them are given. */
  readonly before: (round: number) => Promise<void>;
  readonly measure: (contender: Contender) => Promise<Run>;
  readonly say: (line: string) => void;
}

/** Who comes second finds the server as the first one left it, so another one begins in each round. */
export async function inRounds({ rounds, contenders, before, measure, say }: RoundOptions): Promise<Round[]> {
  const all: Round[] = [];
  for (let number = 0; number < rounds; number += 1) {
    await before(number);
    const first = number % contenders.length;
    const runs = new Map<string, Run>();
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      runs.set(contender.name, await measure(contender));
    }
    const inOrder: Round = new Map(
      contenders.flatMap(({ name }) => {
        const run = runs.get(name);
        return run ? [[name, run] as const] : [];
      }),
    );
    say(`round ${number + 1}: ${[...inOrder].map(([name, run]) => `${name} ${brief(run)}`).join('; ')}`);
    all.push(inOrder);
  }
  return all;
}

const brief = ({ accepted, settled, p99 }: Run): string =>
  [
    Number.isNaN(accepted) ? [] : `accepted ${figure(accepted)}`,
    Number.isNaN(settled) ? [] : `settled ${figure(settled)}`,
    Number.isNaN(p99) ? [] : `p99 ${figure(p99, 1)}`,
  ]
    .flat()
    .join(' ');
