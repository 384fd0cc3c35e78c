import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from 'nestjs-pino';
import { createApp } from './app.js';
import { collectGarbage } from './collect-garbage.js';
import { describeThrown } from './common/describe-error.js';
import { CountinghouseError } from './common/errors.js';
import { ConfigurationError } from './config/configuration.error.js';
import { loadEnv } from './config/env.js';
import { isTraced } from './config/tracing-settings.js';
import { StripeBinding } from './database/stripe-binding.js';
import { prepareDevelopment } from './development.js';
import { giveNotice, letGo } from './draining.js';
import { HealthIndicators } from './health/health.indicators.js';
import { startTracing } from './tracing/tracing.js';

/** Milliseconds for a shutdown; orchestrators kill after 10 s or more. */
const SHUTDOWN_LIMIT = 9_000;

let stopping = false;
/** Node itself would print all that an error has: of TypeORM's, the values of its statement. */
function crash(error: unknown): void {
  const { message, stack } = describeThrown(error);
  process.stderr.write(`${message}\n${stack}\n`);
  process.exit(1);
}
process.on('uncaughtException', crash);
/** Bull and ioredis reject what they still wait for when a silent Redis keeps them from closing. */
process.on('unhandledRejection', (reason) => {
  if (!stopping) crash(reason);
});

async function main(): Promise<void> {
  const development = await prepareDevelopment(loadEnv());
  const tracing = isTraced(development.env) ? await startTracing(development.env) : undefined;
  const app = await createApp(development.env);
  const { NODE_ENV, PORT, REDIS_URL, ROLE } = development.env;
  const leave = async (): Promise<void> => {
    if (NODE_ENV === 'production' && ROLE !== 'worker') {
      app.get(HealthIndicators, { strict: false }).retire();
      await giveNotice(app.getHttpServer());
    } else letGo(app.getHttpServer());
    await app.close();
  };
  const stop = async (code = 0): Promise<void> => {
    if (stopping) return; // npm hands on the Ctrl-C that the terminal has sent already
    stopping = true;
    const closed = leave().catch(() => undefined);
    await Promise.race([closed.then(() => tracing?.stop()), delay(SHUTDOWN_LIMIT)]);
    await development.stop();
    process.exit(code);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  app.get(StripeBinding).onRefusal = ({ message }) => {
    process.stderr.write(`${message}\n`);
    void stop(1);
  };
  if (tracing) tracing.onRefusal = (line) => app.get(Logger).warn(line, 'traces were not taken by their collector');
  await app.init();
  await collectGarbage().catch(() => undefined);
  await app.listen(PORT);
  // Nest names the wildcard by number; a person and the banner say localhost.
  const url = (await app.getUrl()).replace(/\[::1\]|127\.0\.0\.1/, 'localhost');
  app.get(Logger).log({ url, role: ROLE, queue: REDIS_URL ? 'Bull' : 'in process' }, 'listening');
  development.announce(url, { keyIsUnchecked: app.get(StripeBinding).unchecked });
}

main().catch((error: unknown) => {
  const known = error instanceof CountinghouseError || error instanceof ConfigurationError;
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!known && !taken) return crash(error);
  const text = known ? error.message : 'The port is taken: set PORT to another one (0 takes a free one).';
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
