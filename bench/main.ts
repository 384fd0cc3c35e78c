/**
 * `npm run bench [-- <question> [options]]`: the backend under signed webhooks, beside baselines on the same server, in
 * turn. DATABASE_URL names a server; without it, one is started. docs/performance.md says how to read the tables.
 */
import 'reflect-metadata';
import { Command } from 'commander';
import { ackQuestion } from './questions/ack.js';
import { burstQuestion } from './questions/burst.js';
import { growthQuestion } from './questions/growth.js';
import { memoryQuestion } from './questions/memory.js';
import { mixedQuestion } from './questions/mixed.js';
import type { Ask, Question } from './questions/question.js';
import { quickQuestion } from './questions/quick.js';
import { reportsQuestion } from './questions/reports.js';
import { settleQuestion } from './questions/settle.js';
import { startQuestion } from './questions/start.js';
import { Stage } from './stage.js';

const QUESTIONS: readonly Question[] = [
  quickQuestion,
  ackQuestion,
  settleQuestion,
  mixedQuestion,
  burstQuestion,
  growthQuestion,
  reportsQuestion,
  startQuestion,
  memoryQuestion,
];

/** What has been started, to be ended in reverse. */
const ends: (() => Promise<void> | void)[] = [];
let stopped: Promise<void> | undefined;

/** Once, however many want it: Ctrl-C also makes the question fail that is being asked. */
function stop(): Promise<void> {
  stopped ??= (async () => {
    for (const end of ends.toReversed()) await end();
  })();
  return stopped;
}

const ask: Ask = async (question) => {
  try {
    await question(await Stage.set(ends));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await stop();
  }
};

process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
const program = new Command('npm run bench --')
  .description('How fast, and beside what: docs/performance.md')
  .addHelpText(
    'after',
    `
DATABASE_URL and REDIS_URL name servers; without them they are started. On the one, databases are created and dropped.
Nothing else should run meanwhile. A run that loses an event ends with an error and no table.`,
  );
for (const question of QUESTIONS) question(program, ask);
await program.parseAsync();
process.exit(); // a contender that never answered would keep this process, and with it itself
