import { backend } from '../contenders/backend.js';
import { HANDLER, handler } from '../contenders/baselines.js';
import { ONE_TRANSACTION, postgresAlone } from '../contenders/postgres-alone.js';
import type { WebContender } from '../contenders/web-contender.js';
import { COSTS, LATENCIES, RATES, contenderTable, type Column, type Ratio } from '../results/columns.js';
import { machine } from '../results/machine.js';
import { inRounds } from '../results/rounds.js';
import { atConnectionsOption, backendsOption, eventsOption, roundsOption } from '../options.js';
import type { Stage } from '../stage.js';
import type { Question } from './question.js';
import { compressions, warmUp } from './warm-up.js';

export interface SettleOptions {
  readonly rounds: number;
  readonly events: number;
  readonly connections: number;
  readonly backends: readonly string[];
}

const COLUMNS: readonly Column[] = [
  ...RATES,
  ...LATENCIES.slice(0, 2),
  ...COSTS,
  { title: 're-reads/1000', of: ({ rereads }) => rereads, digits: 1 },
];

const RATIOS: readonly Ratio[] = [
  { title: 'settled / handler accepted', over: HANDLER, of: (run, other) => run.settled / other.accepted },
  { title: 'settled / PostgreSQL', over: ONE_TRANSACTION, of: (run, other) => run.settled / other.settled },
];

/** How fast are all effects of an event committed, by how many processes, woken in the process or through Bull? */
export async function settle(stage: Stage, options: SettleOptions): Promise<void> {
  const { rounds, events, connections, backends } = options;
  for (const line of machine(stage.postgres)) stage.say(line);
  const listening: WebContender[] = [];
  for (const name of new Set(backends)) listening.push(await backend(stage, name));
  listening.push(await handler(stage));
  stage.say(compressions(listening));
  const contenders = [...listening, ...(await postgresAlone(stage, ONE_TRANSACTION, events))];
  await warmUp(stage, contenders, events);
  stage.say(`\n${connections} connections, ${events} events a run`);
  const measured = await inRounds({
    rounds,
    contenders,
    before: async (round) => void (await stage.generator.make(`settle ${round}`, events)),
    measure: (contender) => contender.run(connections),
    say: (line) => stage.say(line),
  });
  stage.say('');
  for (const line of contenderTable(measured, COLUMNS, RATIOS)) stage.say(line);
}

export const settleQuestion: Question = (program, ask) => {
  program
    .command('settle')
    .description('how fast all effects of an event are committed, in process and by 1 to 4 workers (10 minutes)')
    .addOption(roundsOption())
    .addOption(eventsOption(10_000))
    .addOption(atConnectionsOption(32))
    .addOption(backendsOption(['all', 'all+bull', 'api+1', 'api+2', 'api+3', 'api+4']))
    .action((options: SettleOptions) => ask((stage) => settle(stage, options)));
};
