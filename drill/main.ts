/**
 * `npm run drill [-- --only a,b] [--list] [--json]`: the built backend is broken in eight ways, one after the other. For
 * each: the alert that fires, its entry in the runbook, where the cause is named, and that mending it clears everything.
 */
import 'reflect-metadata';
import { BREAKS } from './breaks/all.js';
import type { Break } from './breaks/break.js';
import { doctor } from './command.js';
import { drill, type Check } from './drill.js';
import { drillOptions, USAGE } from './options.js';
import { headOf, isRight, lineOf, remedyOf, sumOf, type Drilled } from './report.js';
import { Stage } from './stage.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const stage = new Stage();
let code = 1;

/** Nothing is wrong before the drill, or its findings would mean nothing. */
async function beCalm(): Promise<void> {
  stage.shop.sell();
  await stage.sandbox.deliveries.settled();
  const { code: ended, findings } = await doctor(stage.doctors);
  const failed = findings
    .filter(({ level }) => level === 'fail')
    .map(({ code: name, message }) => `${name}: ${message}`);
  if (ended !== 0) throw new Error(`doctor finds something before anything is broken: ${failed.join('; ')}`);
}

async function one(broken: Break, tell: (line: string) => void): Promise<Drilled> {
  const checks: Check[] = [];
  for await (const check of drill(broken, stage)) {
    checks.push(check);
    tell(lineOf(check));
  }
  tell(remedyOf(broken));
  const { name, what, remedy } = broken;
  return { name, what, remedy, checks };
}

async function run(): Promise<number> {
  const names = BREAKS.map(({ name }) => name);
  const options = drillOptions(process.argv.slice(2), names);
  if (options.help) print(USAGE);
  if (options.list) for (const { name, what } of BREAKS) print(`${name.padEnd(20)}  ${what}`);
  if (options.help || options.list) return 0;
  const chosen = BREAKS.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const tell = options.json ? () => undefined : print;
  const began = performance.now();
  tell('PostgreSQL, Redis, a stand-in for Stripe, a mail server, an api and a worker are starting.');
  await stage.start();
  await beCalm();
  const drilled: Drilled[] = [];
  for (const [i, broken] of chosen.entries()) {
    tell(headOf(broken, i + 1, chosen.length));
    drilled.push(await one(broken, tell));
    if (drilled.some(({ checks }) => checks.some(({ check }) => check === 'drill'))) break; // the next would stand on ruins
  }
  const milliseconds = performance.now() - began;
  if (options.json) print(JSON.stringify({ milliseconds: Math.round(milliseconds), breaks: drilled }, null, 2));
  tell(sumOf(drilled, milliseconds));
  return drilled.length === chosen.length && drilled.every(isRight) ? 0 : 3;
}

process.once('SIGINT', () => void stage.stop(false).finally(() => process.exit(130)));
try {
  code = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  if (code !== 0 && stage.logs) process.stderr.write(`what the processes said: ${stage.logs}\n`);
  await stage.stop(code !== 0);
  process.exit(code); // a drill that broke off leaves deliveries that would go on trying
}
