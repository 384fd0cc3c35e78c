import type { INestApplicationContext } from '@nestjs/common';
import { createApp } from '../../app.js';
import { ConfigurationError } from '../../config/configuration.error.js';
import { livemodeOf, loadEnv, type Env } from '../../config/env.js';
import { withDatabase } from '../../database/cli/with-database.js';

/**
 * Runs `work` beside the backend's own processes: on its database, with its key, and without a port, workers or scheduled
 * jobs. What the work leaves to do, they find.
 *
 * @throws {ConfigurationError} without a key. @throws {BindingError} when it is another account's than the database.
 */
export function withBackend<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase((url) => {
    const env = loadEnv();
    if (!env.STRIPE_SECRET_KEY) throw new ConfigurationError('STRIPE_SECRET_KEY is not set: there is nobody to ask.');
    return within(env, url, work);
  });
}

/** The same for work that asks Stripe nothing: it needs no key, and does not wait for a Stripe that is away. */
export function withoutStripe<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase((url) => {
    const env = loadEnv();
    return within({ ...env, LIVEMODE: livemodeOf(env), STRIPE_SECRET_KEY: undefined }, url, work);
  });
}

/** The same for work that asks Stripe only where it cannot do without. */
export function withKeyIfAny<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase((url) => within(loadEnv(), url, work));
}

async function within<T>(env: Env, url: string, work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const app = await createApp({
    ...env,
    ROLE: 'api',
    REDIS_URL: undefined,
    LOG_LEVEL: 'silent',
    DATABASE_URL: url,
    MIGRATION_DATABASE_URL: undefined,
    RECONCILE_INTERVAL_SECONDS: 'off',
  });
  try {
    await app.init();
    return await work(app);
  } finally {
    await app.close();
  }
}
