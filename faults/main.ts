/**
 * `npm run test:faults [-- --minutes N --faults N --seed N]`: the built backend as four processes, under hostile
 * webhooks, while processes, network, PostgreSQL, Redis, Stripe and clocks fail. Ends with 1 if anything was wrong.
 */
import 'reflect-metadata';
import { faultsOptions, USAGE } from './options.js';
import { report, wrongs } from './report.js';
import { run } from './run.js';
import { World } from './world.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const world = new World();
let failed = true;

async function faults(): Promise<void> {
  const options = faultsOptions(process.argv.slice(2));
  if (options.help) {
    failed = false;
    return say(USAGE);
  }
  say(`seed ${options.seed}: two api processes and two workers are starting`);
  await world.start(options.seed);
  const outcome = await run(world, options, say);
  for (const line of report(options.seed, outcome)) say(line);
  failed = wrongs(outcome).length > 0;
}

process.once('SIGINT', () => void world.stop(false).finally(() => process.exit(130)));
try {
  await faults();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
} finally {
  if (failed && world.logs) say(`what the processes said: ${world.logs}`);
  await world.stop(failed);
  process.exit(failed ? 1 : 0); // a run that broke off leaves deliveries that would go on trying
}
