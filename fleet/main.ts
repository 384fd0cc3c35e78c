/**
 * `npm run test:fleet [-- --rate N --quiet N --rounds N --seed N]`: the built backend as six processes behind PgBouncer, each
 * of which is ended and started anew under load. Ends with 1 if anything was wrong.
 */
import 'reflect-metadata';
import { Fleet } from './fleet.js';
import { fleetOptions, USAGE } from './options.js';
import { report, wrongs } from './report.js';
import { run } from './run.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const fleet = new Fleet();
let failed = true;

async function rollAll(): Promise<void> {
  const options = fleetOptions(process.argv.slice(2));
  if (options.help) {
    failed = false;
    return say(USAGE);
  }
  say(`seed ${options.seed}: two api processes and four workers are starting`);
  await fleet.start(options.seed, options.rate);
  const outcome = await run(fleet, options, say);
  for (const line of report(options, outcome)) say(line);
  failed = wrongs(outcome).length > 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void fleet.stop(false).finally(() => process.exit(130)));
}
try {
  await rollAll();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
} finally {
  if (failed && fleet.directory) say(`what the processes said: ${fleet.directory}`);
  await fleet.stop(failed);
  process.exit(failed ? 1 : 0); // a run that broke off leaves webhooks that would go on trying
}
