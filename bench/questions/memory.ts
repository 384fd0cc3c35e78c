import { backend } from '../contenders/backend.js';
import { machine } from '../results/machine.js';
import { slope } from '../results/statistics.js';
import { figure, markdown } from '../results/table.js';
import { eventsOption, numberOption } from '../options.js';
import type { Stage } from '../stage.js';
import type { Question } from './question.js';

interface MemoryOptions {
  readonly events: number;
  readonly portion: number;
}

const CONNECTIONS = 32;
const MB = 1_048_576;

/** One process, many events: what is alive after each portion, and the slope of a line through the second half. */
async function memory(stage: Stage, { events, portion }: MemoryOptions): Promise<void> {
  for (const line of machine(stage.postgres)) stage.say(line);
  const process = await backend(stage, 'all');
  const samples: { events: number; peak: number; alive: number }[] = [];
  for (let posted = portion; posted <= events; posted += portion) {
    await stage.generator.make(`memory ${posted}`, portion);
    const { rssPeak, heapAlive } = await process.run(CONNECTIONS);
    samples.push({ events: posted, peak: rssPeak / MB, alive: heapAlive / MB });
    stage.say(`${posted}: RSS at most ${figure(rssPeak / MB)} MB, heap alive ${figure(heapAlive / MB, 1)} MB`);
  }
  const half = samples.slice(Math.floor(samples.length / 2)).map(({ alive }) => alive);
  const rows = samples.map((one) => [String(one.events), figure(one.peak), figure(one.alive, 1)]);
  stage.say('');
  for (const line of markdown(['events', 'peak RSS MB', 'heap alive MB'], rows)) stage.say(line);
  stage.say(`second half: heap alive ${figure((slope(half) * 10_000) / portion, 1)} MB more per 10,000 events`);
}

export const memoryQuestion: Question = (program, ask) => {
  program
    .command('memory')
    .description('what one process holds after each portion of many events (2 minutes)')
    .addOption(eventsOption(50_000))
    .addOption(numberOption('--portion <n>', 'events after each of which the memory is read', 2_500))
    .action((options: MemoryOptions) => ask((stage) => memory(stage, options)));
};
