import { backend } from '../contenders/backend.js';
import type { WebContender } from '../contenders/web-contender.js';
import type { Minute } from '../load/orders.js';
import { countOf } from '../load/refusals.js';
import { machine } from '../results/machine.js';
import { median, slope } from '../results/statistics.js';
import { figure, markdown } from '../results/table.js';
import { backendsOption, eventsOption, numberOption, roundsOption } from '../options.js';
import type { Stage } from '../stage.js';
import type { Question } from './question.js';
import { warmUp } from './warm-up.js';

interface MixedOptions {
  readonly rounds: number;
  readonly events: number;
  readonly minutes: number;
  readonly backends: readonly string[];
}

/** Of the loop that measures the capacity; the steady load may take up to MOST. */
const CONNECTIONS = 32;
const MOST = 256;
const MB = 1_048_576;
/** Share of the minutes in which a process warms up, and which say nothing of whether it stays as it is. */
const WARM_UP = 0.2;

/** One minute, and what was resident (bytes) and not yet settled at its end. */
interface Sample extends Minute {
  readonly rss: number;
  readonly backlog: number;
}

interface Column {
  readonly title: string;
  readonly of: (sample: Sample) => number;
  readonly digits: number;
  /** Share of its mean by which it may move in all. A minute's p99 moves by a tenth from one to the next by itself. */
  readonly flat?: number;
}

const COLUMNS: readonly Column[] = [
  { title: 'sent/s', of: ({ sent }) => sent / 60, digits: 0 },
  { title: 'refused', of: ({ refusals }) => countOf(refusals), digits: 0 },
  { title: 'p50 ms', of: ({ p50 }) => p50, digits: 1, flat: 0.25 },
  { title: 'p99 ms', of: ({ p99 }) => p99, digits: 1, flat: 0.25 },
  { title: 'p99.9 ms', of: ({ p999 }) => p999, digits: 1 },
  { title: 'RSS MB', of: ({ rss }) => rss / MB, digits: 0, flat: 0.1 },
  { title: 'not settled', of: ({ backlog }) => backlog, digits: 0 },
];

/** Does it stay as fast and as small as it is, at half of what it can settle? */
async function mixed(stage: Stage, { rounds, events, minutes, backends }: MixedOptions): Promise<void> {
  for (const line of machine(stage.postgres)) stage.say(line);
  for (const name of backends) {
    const contender = await backend(stage, name);
    await warmUp(stage, [contender], events);
    const capacity = await capacityOf(stage, contender, rounds, events);
    const rate = Math.max(1, Math.floor(capacity / 2));
    stage.say(`${name}: settles ${figure(capacity)}/s; ${rate}/s for ${minutes} minutes, events are being made`);
    const [aliveBefore, samples, aliveAfter] = [
      await alive(contender),
      await watch(stage, contender, rate, minutes),
      await alive(contender),
    ];
    stage.say('');
    const rows = samples.map((sample, index) => [
      String(index + 1),
      ...COLUMNS.map(({ of, digits }) => figure(of(sample), digits)),
    ]);
    for (const line of markdown(['minute', ...COLUMNS.map(({ title }) => title)], rows)) stage.say(line);
    stage.say('');
    for (const line of verdicts(samples)) stage.say(line);
    stage.say(`heap alive: ${figure(aliveBefore / MB)} MB before, ${figure(aliveAfter / MB)} MB after`);
  }
}

async function capacityOf(stage: Stage, contender: WebContender, rounds: number, events: number): Promise<number> {
  const settled: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await stage.generator.make(`capacity ${round}`, events);
    settled.push((await contender.run(CONNECTIONS)).settled);
  }
  return median(settled);
}

const alive = async (contender: WebContender): Promise<number> =>
  (await contender.readings('collect')).reduce((sum, { heap }) => sum + heap, 0);

/** @throws {Error} when an event was refused, lost or dead. */
async function watch(stage: Stage, contender: WebContender, rate: number, minutes: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const mark = (await contender.store?.mark()) ?? '';
  const load = { seed: 'mixed', rate, seconds: minutes * 60 };
  for await (const one of stage.generator.steady(contender.target(MOST), load, () => stage.say('the load begins'))) {
    const rss = (await contender.readings('look')).reduce((sum, reading) => sum + reading.rss, 0);
    samples.push({ ...one, rss, backlog: (await contender.store?.backlog()) ?? 0 });
  }
  const sent = samples.reduce((sum, one) => sum + one.sent, 0);
  const refused = samples.flatMap(({ refusals }) => (countOf(refusals) > 0 ? [JSON.stringify(refusals)] : []));
  const isSettled = await contender.store?.settled(60);
  const outcome = await contender.store?.outcome(mark);
  if (refused.length > 0 || !isSettled || outcome?.rows !== sent || outcome.dead > 0) {
    throw new Error(
      `of ${sent} events were refused, by status, each minute: [${refused.join(', ')}]; and this became of them: ${JSON.stringify(outcome)}`,
    );
  }
  stage.say(`${sent} events, of which ${outcome.rereads} needed a read from Stripe`);
  return samples;
}

/** Without the first minutes: the slope of a line through the others, and whether it is one to worry about. */
function verdicts(samples: readonly Sample[]): string[] {
  const later = samples.slice(Math.ceil(samples.length * WARM_UP));
  return COLUMNS.flatMap(({ title, of, digits, flat }) => {
    if (flat === undefined) return [];
    const values = later.map(of);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const rise = slope(values);
    const verdict = Math.abs(rise * values.length) <= flat * mean ? 'flat' : 'not flat';
    const shown = Number.isNaN(rise) ? 'too few minutes to tell' : `${figure(rise, 2)} a minute: ${verdict}`;
    return `${title}: ${figure(mean, digits)} on average of the last ${values.length} minutes, ${shown}`;
  });
}

export const mixedQuestion: Question = (program, ask) => {
  program
    .command('mixed')
    .description('half of what it can settle, steadily: do latency and memory stay flat (14 minutes)')
    .addOption(numberOption('--minutes <n>', 'of the steady load', 10))
    .addOption(roundsOption())
    .addOption(eventsOption(10_000))
    .addOption(backendsOption(['all']))
    .action((options: MixedOptions) => ask((stage) => mixed(stage, options)));
};
