import 'reflect-metadata';
import { createApp } from '../../app.js';
import { loadEnv } from '../../config/env.js';
import { command, withDatabase } from '../../database/cli/with-database.js';
import { describeError } from '../../common/describe-error.js';
import { StripeUnavailableError } from '../../common/errors.js';
import { ConfigurationError } from '../../config/configuration.error.js';
import { Reconciler } from '../reconcile/reconciler.js';
import { exitCodeOf, reportOf } from './reconcile-report.js';

/** Another machine is at it. */
const TAKEN = 3;
/** Stripe could not be listed to the end. */
const INCOMPLETE = 2;

/**
 * Compares the events of every account with the log, now: `npm run reconcile`. Exit codes: 0 complete, 1 could not
 * begin, 2 not complete, 3 another machine is at it. What it brings, the workers settle;
 * without Redis this process begins with it.
 */
await command(() =>
  withDatabase(async (url) => {
    const env = loadEnv();
    if (!env.STRIPE_SECRET_KEY) throw new ConfigurationError('STRIPE_SECRET_KEY is not set: there is nobody to ask.');
    const app = await createApp({
      ...env,
      ROLE: env.REDIS_URL ? 'api' : 'all',
      LOG_LEVEL: 'silent',
      DATABASE_URL: url,
      MIGRATION_DATABASE_URL: undefined,
      RECONCILE_INTERVAL_SECONDS: 'off',
    });
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort()); // npm hands on a Ctrl-C once more
    try {
      await app.init();
      const runs = await app.get(Reconciler).runAll(stop.signal);
      if (runs === null) {
        console.log('Another machine is reconciling at this moment: nothing was done.');
        process.exitCode = TAKEN;
        return;
      }
      for (const line of reportOf(runs)) console.log(line);
      process.exitCode = exitCodeOf(runs);
    } catch (error) {
      if (!stop.signal.aborted && !(error instanceof StripeUnavailableError)) throw error;
      console.error(stop.signal.aborted ? 'Stopped; the next run goes on from here.' : describeError(error));
      process.exitCode = INCOMPLETE;
    } finally {
      await app.close();
    }
  }),
);
