import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endWithUs } from '../children.js';
import { backendSettings } from '../contenders/backend.js';
import { machine } from '../results/machine.js';
import { median } from '../results/statistics.js';
import { figure, markdown } from '../results/table.js';
import { numberOption, roundsOption } from '../options.js';
import type { Stage } from '../stage.js';
import { freePort } from '../../src/database/embedded/free-port.js';
import type { Question } from './question.js';

interface StartOptions {
  readonly rounds: number;
  readonly idle: number;
}

const ROLES = ['all', 'api', 'worker'] as const;
/** Milliseconds: `ps` tells of kilobytes, and a look at the door costs less than a millisecond. */
const LOOK = 10;
const PATIENCE = 60_000;
const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  /** From the spawning to the first 200 of /health. */
  readonly milliseconds: number;
}

/** Without the gauge: the process as an operator starts it. */
async function start(settings: Readonly<Record<string, string>>): Promise<Started> {
  const port = await freePort();
  const env = { PATH: process.env['PATH'] ?? '', PORT: String(port), ...settings };
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  endWithUs(child);
  while (!(await isHealthy(port))) {
    if (child.exitCode !== null || performance.now() - began > PATIENCE) throw new Error('the backend did not start');
    await delay(LOOK);
  }
  return { child, milliseconds: performance.now() - began };
}

const isHealthy = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/health', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });

/** Megabytes resident. */
async function residentOf(child: ChildProcess): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(child.pid)]);
  return Number(stdout) / 1024;
}

/** How long from the start to the first good answer on a migrated database, and how much does it hold when idle? */
async function startUp(stage: Stage, { rounds, idle }: StartOptions): Promise<void> {
  for (const line of machine(stage.postgres)) stage.say(line);
  const database = await stage.postgres.migrated('start');
  const took = new Map<string, number[]>(ROLES.map((role) => [role, []]));
  const held = new Map<string, number[]>(ROLES.map((role) => [role, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const running: [string, ChildProcess][] = [];
    for (const role of ROLES) {
      const settings = await backendSettings(stage, database, role !== 'all');
      const { child, milliseconds } = await start({ ...settings, ROLE: role });
      running.push([role, child]);
      if (round > 0) took.get(role)?.push(milliseconds); // the first one fills the disk cache
    }
    await delay(round === 0 ? 0 : idle * 1000);
    for (const [role, child] of running) {
      if (round > 0) held.get(role)?.push(await residentOf(child));
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
    if (round > 0)
      stage.say(
        `round ${round}: ${ROLES.map((role) => `${role} ${figure(took.get(role)?.at(-1) ?? 0)} ms`).join(', ')}`,
      );
  }
  const rows = ROLES.map((role) => {
    const [times, sizes] = [took.get(role) ?? [], held.get(role) ?? []];
    return [role, figure(median(times)), figure(Math.max(...times)), figure(median(sizes)), figure(Math.max(...sizes))];
  });
  const titles = ['ROLE', 'ms to the first 200', 'slowest', `RSS MB after ${idle} s idle`, 'largest'];
  stage.say('');
  for (const line of markdown(titles, rows)) stage.say(line);
}

export const startQuestion: Question = (program, ask) => {
  program
    .command('start')
    .description('from the start of a process to its first good answer, and its memory when idle (4 minutes)')
    .addOption(roundsOption())
    .addOption(numberOption('--idle <seconds>', 'until the memory is read', 30))
    .action((options: StartOptions) => ask((stage) => startUp(stage, options)));
};
