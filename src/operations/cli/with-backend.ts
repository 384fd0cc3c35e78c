import type { INestApplicationContext } from '@nestjs/common';
import { createApp } from '../../app.js';
import { ConfigurationError } from '../../config/configuration.error.js';
import { loadEnv } from '../../config/env.js';
import { withDatabase } from '../../database/cli/with-database.js';

/**
 * Runs `work` beside the backend's own processes: on its database, with its key, and without a port, workers or scheduled
 * jobs. What the work leaves to do, they find.
 *
 * @throws {ConfigurationError} without a key. @throws {BindingError} when it is another account's than the database.
 */
export function withBackend(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  return withDatabase(async (url) => {
    const env = loadEnv();
    if (!env.STRIPE_SECRET_KEY) throw new ConfigurationError('STRIPE_SECRET_KEY is not set: there is nobody to ask.');
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
      await work(app);
    } finally {
      await app.close();
    }
  });
}
