import { backend } from '../contenders/backend.js';
import { HANDLER, NODE_HTTP, handler, nodeHttp } from '../contenders/baselines.js';
import { GROUPS, postgresAlone } from '../contenders/postgres-alone.js';
import { COSTS, LATENCIES, RATES, contenderRows, type Column, type Ratio } from '../results/columns.js';
import { machine } from '../results/machine.js';
import { inRounds } from '../results/rounds.js';
import { markdown } from '../results/table.js';
import { connectionsOption, eventsOption, roundsOption } from '../options.js';
import type { Stage } from '../stage.js';
import type { Question } from './question.js';
import { compressions, warmUp } from './warm-up.js';

export interface AckOptions {
  readonly rounds: number;
  readonly events: number;
  readonly connections: readonly number[];
}

/** Fewer connections take longer: so many events each are enough for a median. */
const EVENTS_OF_CONNECTION = 2_000;

const COLUMNS: readonly Column[] = [...RATES.slice(0, 1), ...LATENCIES, ...COSTS];

const RATIOS: readonly Ratio[] = [
  { title: 'accepted / handler', over: HANDLER, of: (run, other) => run.accepted / other.accepted },
  { title: 'p99 / handler', over: HANDLER, of: (run, other) => run.p99 / other.p99 },
  { title: 'accepted / node:http', over: NODE_HTTP, of: (run, other) => run.accepted / other.accepted },
  { title: 'accepted / PostgreSQL', over: GROUPS, of: (run, other) => run.accepted / other.accepted },
];

/** How fast is an event answered that is committed then? The backend as ROLE=api: nobody works events off. */
export async function ack(stage: Stage, { rounds, events, connections }: AckOptions): Promise<void> {
  for (const line of machine(stage.postgres)) stage.say(line);
  const listening = [await backend(stage, 'api'), await handler(stage), await nodeHttp(stage)];
  stage.say(compressions(listening));
  const contenders = [...listening, ...(await postgresAlone(stage, GROUPS, events))];
  await warmUp(stage, contenders, events);
  const rows: string[][] = [];
  for (const count of connections) {
    const each = Math.min(events, count * EVENTS_OF_CONNECTION);
    stage.say(`\n${count} connections, ${each} events a run`);
    const measured = await inRounds({
      rounds,
      contenders,
      before: async (round) => void (await stage.generator.make(`ack ${count} ${round}`, each)),
      measure: async (contender) => {
        const run = await contender.run(count);
        await contender.empty(); // a backlog that nobody works off would be the backend's alone
        return run;
      },
      say: (line) => stage.say(line),
    });
    for (const { name, cells } of contenderRows(measured, COLUMNS, RATIOS)) rows.push([String(count), name, ...cells]);
  }
  const titles = ['connections', 'contender', ...[...COLUMNS, ...RATIOS].map(({ title }) => title)];
  stage.say('');
  for (const line of markdown(titles, rows)) stage.say(line);
}

export const ackQuestion: Question = (program, ask) => {
  program
    .command('ack')
    .description('how fast an event is answered: accepted/s, p50, p99, p99.9 (6 minutes)')
    .addOption(roundsOption())
    .addOption(eventsOption(10_000))
    .addOption(connectionsOption([1, 32, 128, 256]))
    .action((options: AckOptions) => ask((stage) => ack(stage, options)));
};
