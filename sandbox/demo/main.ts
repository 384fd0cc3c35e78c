/**
 * `npm run demo [-- --once] [-- --seed N]`: a customer's life with a company, told to the backend by hostile webhooks.
 * Offline, with a PostgreSQL of its own that is gone afterwards. Without `--once` a storefront then sells on.
 * LOG_LEVEL=debug shows what the backend logs meanwhile.
 */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { createApp } from '../../src/app.js';
import { describeThrown } from '../../src/common/describe-error.js';
import { loadEnv } from '../../src/config/env.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { scriptedChapters } from '../lifecycle.js';
import { StripeSandbox } from '../sandbox.js';
import { openShop } from './catalogue.js';
import { compare } from './comparison.js';
import { describe, settled } from './figures.js';
import { startStorefront } from './storefront.js';
import { table } from './table.js';

const say = (line = ''): void => console.log(line);

/** @throws {TypeError} naming the option that nobody knows. */
function optionsOf(): { once: boolean; seed: string } {
  const known = { once: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } } as const;
  return parseArgs({ options: known }).values;
}

/** What has been started, to be ended in reverse. */
const undo: (() => Promise<unknown>)[] = [];
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Each of them, also when another does not end as it should: nothing is left behind.
  for (const end of undo.toReversed()) {
    await end().catch((error: unknown) => console.error(describeThrown(error).message));
  }
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

/** Not an event but the backend's answer to "what does this tenant have?". */
async function tenant(dataSource: DataSource): Promise<string> {
  const [row]: { status: string; plan: string | null }[] = await dataSource.query(
    `SELECT t.subscription_status AS status, p.nickname AS plan FROM tenants t
       LEFT JOIN prices p ON p.account = t.account AND p.id = t.price_id WHERE t.id = 'tenant_acme'`,
  );
  return row ? `tenant_acme: ${row.plan ?? 'no plan'}, ${row.status}` : 'tenant_acme: unknown';
}

async function demo(): Promise<void> {
  const options = optionsOf();
  say('\nCountinghouse: starting PostgreSQL, the backend and the sandbox …');
  const directory = await mkdtemp(join(tmpdir(), 'countinghouse-demo-'));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  undo.push(() => postgres.stop());
  const sandbox = await StripeSandbox.start({ seed: options.seed });
  undo.push(() => sandbox.close());
  const secret = `whsec_${randomBytes(24).toString('base64url')}`;
  const identity = {
    JWT_SECRET: randomBytes(32).toString('hex'),
    JWT_ISSUER: 'https://identity.demo.example/',
    JWT_AUDIENCE: 'countinghouse-demo',
  };
  const storefront = await startStorefront(identity);
  undo.push(() => storefront.close());
  const app = await createApp(
    loadEnv({
      LOG_LEVEL: process.env['LOG_LEVEL'] || 'error',
      DATABASE_URL: postgres.url,
      STRIPE_SECRET_KEY: sandbox.apiKey,
      STRIPE_API_BASE: sandbox.url,
      STRIPE_WEBHOOK_SECRET: secret,
      ...identity,
      CORS_ORIGINS: storefront.url,
      RECONCILE_INTERVAL_SECONDS: 'off', // months pass in a minute: Stripe would show events of thirty days only
    }),
  );
  undo.push(() => app.close());
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const dataSource = app.get(DataSource);

  sandbox.deliveries.addEndpoint({ url: `${url}/webhooks/stripe`, secret });
  sandbox.deliveries.setHostility({
    seed: options.seed,
    shuffle: 'whole',
    duplicateProbability: 0.3,
    dropProbability: 0.2,
    twinFacts: 0.1,
    mixedVersions: ['2020-08-27', '2024-06-20', '2026-10-28.endive'],
    maxDelayMs: 40,
    concurrency: 12,
    retry: { firstMs: 10, maxMs: 80 },
  });
  say('Delivery is hostile: shuffled, delayed, in parallel, some events twice, some facts under two ids, one attempt');
  say('in five lost on the way, the shapes of three API versions mixed.\n');

  for (const chapter of scriptedChapters(sandbox.engine)) {
    await sandbox.deliveries.settled();
    await settled(dataSource);
    say(`  ${new Date(sandbox.clock.now() * 1000).toISOString().slice(0, 10)}  ${chapter}`);
    say(`              -> ${await tenant(dataSource)}`);
  }

  const log = await settled(dataSource);
  const compared = await compare(dataSource, sandbox.state());
  const equal = compared.every(({ here, there }) => here === there);
  say();
  say(
    describe(sandbox.deliveries.statistics(), log)
      .map(([name, figure]) => `  ${name.padEnd(22)}${figure}`)
      .join('\n'),
  );
  say();
  say(
    table([
      ['object', 'id', 'in the database', "the sandbox's own state", ''],
      ...compared.map(({ object, id, here, there }) => {
        const short = id.length > 18 ? `${id.slice(0, 17)}…` : id;
        return [object, short, here, there, `equal: ${here === there ? 'yes' : 'NO'}`];
      }),
    ]),
  );
  const right = equal && log.dead === 0;
  say(`\n${right ? 'The database is right.' : 'The database is WRONG.'}`);
  if (options.once) return stop(right ? 0 : 1);

  // What waits for the end of a chapter would wait for ever now. The rest of it stays as hostile as it was.
  sandbox.deliveries.setHostility({ shuffle: 8 });
  openShop(sandbox.engine);
  const ticking = setInterval(() => sandbox.engine.advance(1), 1_000);
  undo.push(() => Promise.resolve(clearInterval(ticking)));
  storefront.sellFor(url);
  await sandbox.deliveries.settled();
  await settled(dataSource);
  say(`
    storefront ${storefront.url}  (choose a plan, pay with a test card, cancel)
    backend    ${url}/docs
    sandbox    ${sandbox.url}  (key ${sandbox.apiKey})
    database   ${postgres.url}

  All of it stays up. Ctrl-C ends it and leaves nothing behind.`);
}

demo().catch(async (error: unknown) => {
  if (stopping) return; // what ran on lost its database to the end of the demo
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const { message, stack } = describeThrown(error);
  console.error(isUsage ? error.message : `${message}\n${stack}`);
  await stop(1);
});
