import { backend } from '../contenders/backend.js';
import { sampleBodies } from '../load/workload.js';
import { COSTS, LATENCIES, RATES, contenderTable, type Column, type Ratio } from '../results/columns.js';
import { machine } from '../results/machine.js';
import { inRounds } from '../results/rounds.js';
import type { Run } from '../results/run.js';
import { atConnectionsOption, eventsOption, numberOption, numbersOption, roundsOption } from '../options.js';
import { fillSlim, fillWithPayloads } from '../rows/stored-events.js';
import type { Postgres } from '../servers/postgres.js';
import type { Stage } from '../stage.js';
import type { Question } from './question.js';
import { compressions, warmUp } from './warm-up.js';

interface GrowthOptions {
  readonly rounds: number;
  readonly events: number;
  readonly connections: number;
  readonly stored: readonly number[];
  readonly slim: number;
}

const EMPTY = 'nothing stored';
/** Bodies that the stored payloads are made of. */
const BODIES = 200;

/** Of a database under a name for the table. */
interface Stock {
  readonly name: string;
  readonly url: string;
}

const COLUMNS: readonly Column[] = [...RATES, ...LATENCIES, ...COSTS];

const over = (title: string, of: (run: Run) => number): Ratio => ({
  title,
  over: EMPTY,
  of: (run, other) => of(other) / of(run),
});
/** The empty one's over the full one's for rates, the reverse for costs: above 1 is worse. */
const RATIOS: readonly Ratio[] = [
  over('accepted: empty / this', ({ accepted }) => accepted),
  over('settled: empty / this', ({ settled }) => settled),
  over('p99: this / empty', ({ p99 }) => 1 / p99),
];

/** Databases from empty to full, the slim rows on top of the fullest. */
async function stocks(postgres: Postgres, stored: readonly number[], slim: number): Promise<Stock[]> {
  const all: Stock[] = [{ name: EMPTY, url: await postgres.migrated('growth') }];
  const bodies = sampleBodies(BODIES);
  for (const rows of stored.toSorted((a, b) => a - b)) {
    const url = await postgres.migrated(`growth_${rows}`);
    await fillWithPayloads(url, rows, bodies);
    all.push({ name: `${rows} with payloads`, url });
  }
  const [fullest] = all.slice(-1);
  const url = await postgres.database('growth_slim', fullest?.url);
  await fillSlim(url, slim);
  all.push({ name: `the same and ${slim} slim`, url });
  return all;
}

/** Does it stay as fast when much is stored? */
async function growth(stage: Stage, { rounds, events, connections, stored, slim }: GrowthOptions): Promise<void> {
  for (const line of machine(stage.postgres)) stage.say(line);
  const began = performance.now();
  const filled = await stocks(stage.postgres, stored, slim);
  stage.say(`rows: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const contenders = [];
  for (const { name, url } of filled) contenders.push(await backend(stage, 'all', url, name));
  stage.say(compressions(contenders.slice(0, 1)));
  await warmUp(stage, contenders, events);
  const measured = await inRounds({
    rounds,
    contenders,
    before: async (round) => void (await stage.generator.make(`growth ${round}`, events)),
    measure: (contender) => contender.run(connections),
    say: (line) => stage.say(line),
  });
  stage.say('');
  for (const line of contenderTable(measured, COLUMNS, RATIOS)) stage.say(line);
}

export const growthQuestion: Question = (program, ask) => {
  program
    .command('growth')
    .description('the same figures with much stored (18 minutes, half of it to fill 6 GB of databases)')
    .addOption(roundsOption())
    .addOption(eventsOption(10_000))
    .addOption(atConnectionsOption(32))
    .addOption(numbersOption('--stored <n,n>', 'events with payloads, a database each', [100_000, 1_000_000]))
    .addOption(numberOption('--slim <n>', 'log rows without payloads, on top of the fullest', 5_000_000))
    .action((options: GrowthOptions) => ask((stage) => growth(stage, options)));
};
