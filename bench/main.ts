/**
 * `npm run bench [-- --events N --rounds N --connections 32,128 --bull --memory]`: the backend under signed webhooks,
 * beside a hand-written handler on the same server, in turn. DATABASE_URL names a server; without it, one is started.
 */
import { cpus } from 'node:os';
import { Contender } from './contender.js';
import { watchMemory } from './memory.js';
import { benchOptions, USAGE, type BenchOptions } from './options.js';
import { startRedis } from './redis.js';
import { heading, runLine, summary, type Round } from './report.js';
import { run, type Run } from './run.js';
import { Server } from './server.js';
import { StripeReads } from './stripe-reads.js';
import { lifeEvents } from './workload.js';

/** Events that warm each contender up before the first round. */
const WARM_UP = 5_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What has been started, to be ended in reverse. */
const undo: (() => Promise<void> | void)[] = [];

async function bench(options: BenchOptions): Promise<void> {
  const server = await Server.start(process.env['DATABASE_URL']);
  undo.push(() => server.stop());
  const stripe = new StripeReads();
  const address = await stripe.start();
  undo.push(() => stripe.stop());
  const redis = options.bull ? await startRedis(process.env['REDIS_URL']) : undefined;
  undo.push(() => redis?.stop());
  const backend = await Contender.backend(server, address, redis?.url);
  undo.push(() => backend.stop());
  say(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}`,
  );
  say(`PostgreSQL ${server.version}; queue: ${redis ? 'Bull' : 'in process'}`);

  if (options.memory) return watchMemory(backend, server, stripe, options.events, say);

  const baseline = await Contender.baseline(server);
  undo.push(() => baseline.stop());
  say(`payloads: backend bytea ${backend.compression}, baseline jsonb ${baseline.compression}`);
  const warmUp = lifeEvents('warm-up', WARM_UP);
  stripe.know(warmUp);
  for (const contender of [backend, baseline]) await run(contender, server, warmUp, 32);
  for (const connections of options.connections) {
    const rounds: Round[] = [];
    say(
      `\n${connections} connections, ${options.rounds} ${options.rounds === 1 ? 'round' : 'rounds'} of ${options.events} distinct events each\n${heading()}`,
    );
    for (let number = 1; number <= options.rounds; number += 1) {
      const events = lifeEvents(`${connections} ${number}`, options.events);
      stripe.know(events);
      const round = await inTurn(
        number,
        () => run(backend, server, events, connections),
        () => run(baseline, server, events, connections),
      );
      say(runLine(`${number} backend`, round.backend));
      say(runLine(`${number} baseline`, round.baseline));
      rounds.push({ connections, ...round });
    }
    for (const line of summary(rounds)) say(line);
  }
}

/** Who comes second finds the server as the first one left it, so they take turns in beginning. */
async function inTurn(
  number: number,
  backend: () => Promise<Run>,
  baseline: () => Promise<Run>,
): Promise<Pick<Round, 'backend' | 'baseline'>> {
  if (number % 2 === 1) return { backend: await backend(), baseline: await baseline() };
  const first = await baseline();
  return { backend: await backend(), baseline: first };
}

async function stop(): Promise<void> {
  for (const end of undo.splice(0).toReversed()) await end();
}

process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
try {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) say(USAGE);
  else await bench(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await stop();
}
