import { backend } from '../contenders/backend.js';
import type { PostedRun } from '../contenders/web-contender.js';
import { countOf } from '../load/refusals.js';
import { machine } from '../results/machine.js';
import { median } from '../results/statistics.js';
import { figure, markdown } from '../results/table.js';
import { atConnectionsOption, backendsOption, eventsOption, roundsOption } from '../options.js';
import type { Stage } from '../stage.js';
import type { Question } from './question.js';

interface BurstOptions {
  readonly rounds: number;
  readonly events: number;
  readonly connections: number;
  readonly backends: readonly string[];
}

const MB = 1_048_576;

const COLUMNS: readonly (readonly [string, (of: PostedRun) => number, number])[] = [
  ['refused', ({ posted }) => countOf(posted.refusals), 0],
  ['accepted/s', ({ run }) => run.accepted, 0],
  ['p50 ms', ({ run }) => run.p50, 1],
  ['p99 ms', ({ run }) => run.p99, 1],
  ['settled/s', ({ run }) => run.settled, 0],
  ['s to settle', ({ run, posted }) => posted.events / run.settled, 1],
  ['peak RSS MB', ({ run }) => run.rssPeak / MB, 0],
];

/**
 * Many events at once for a system that has just been started, on tables without a row: nothing is compiled, cached or
 * analysed yet. A refusal is counted, and sent again as Stripe does it.
 */
async function burst(stage: Stage, { rounds, events, connections, backends }: BurstOptions): Promise<void> {
  for (const line of machine(stage.postgres)) stage.say(line);
  const runs = new Map<string, PostedRun[]>(backends.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const bytes = await stage.generator.make(`burst ${round}`, events);
    if (round === 0) stage.say(`${events} events of ${(bytes / 1024).toFixed(1)} KB, ${connections} connections`);
    const inTurn = [...runs];
    for (const [name, all] of [...inTurn.slice(round % inTurn.length), ...inTurn.slice(0, round % inTurn.length)]) {
      const cold = await backend(stage, name);
      const one = await cold.post(connections);
      await cold.stop();
      all.push(one);
      const cells = COLUMNS.map(([title, of, digits]) => `${title} ${figure(of(one), digits)}`);
      stage.say(`round ${round + 1}: ${name} ${cells.join(', ')}`);
    }
  }
  const rows = [...runs].map(([name, all]) => [
    name,
    ...COLUMNS.map(([, of, digits]) => figure(median(all.map(of)), digits)),
    figure(all.reduce((sum, { posted }) => sum + countOf(posted.refusals), 0)),
  ]);
  const titles = ['contender', ...COLUMNS.map(([title]) => title), 'refused in all rounds'];
  stage.say('');
  for (const line of markdown(titles, rows)) stage.say(line);
}

export const burstQuestion: Question = (program, ask) => {
  program
    .command('burst')
    .description('50,000 events at once for a system just started: is any refused, how long to settle (15 minutes)')
    .addOption(roundsOption())
    .addOption(eventsOption(50_000))
    .addOption(atConnectionsOption(256))
    .addOption(backendsOption(['all', 'api+2']))
    .action((options: BurstOptions) => ask((stage) => burst(stage, options)));
};
