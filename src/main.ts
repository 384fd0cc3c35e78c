import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from './app.js';
import { CountinghouseError } from './common/errors.js';
import { ConfigurationError } from './config/configuration.error.js';
import { loadEnv } from './config/env.js';
import { prepareDevelopment } from './development.js';

/** Milliseconds for a shutdown; orchestrators kill after 10 s or more. */
const SHUTDOWN_LIMIT = 9_000;

async function main(): Promise<void> {
  const development = await prepareDevelopment(loadEnv());
  const app = await createApp(development.env);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return; // npm hands on the Ctrl-C that the terminal has sent already
    stopping = true;
    await Promise.race([app.close(), delay(SHUTDOWN_LIMIT)]);
    await development.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  await app.listen(development.env.PORT);
  development.announce(await app.getUrl());
}

main().catch((error: unknown) => {
  const known = error instanceof CountinghouseError || error instanceof ConfigurationError;
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
