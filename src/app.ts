import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { PinoLogger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { AppLogger } from './common/logging.module.js';
import { requestLog } from './common/request-log.js';
import { ConfigurationError } from './config/configuration.error.js';
import type { Env } from './config/env.js';
import { errorCode } from './database/error-code.js';
import { runMigrations } from './database/migrate.js';
import { secureHttp, unlessWebhook } from './http.js';
import { ExtensionsModule } from './extensions/extensions.module.js';
import { extensionMigrations } from './extensions/migrations.js';
import { migrations } from './database/migrations/migrations.js';
import { serveApiDescription } from './openapi.js';

/**
 * The backend, migrated and initialized, not listening yet.
 *
 * @param env with DATABASE_URL.
 * @param extensions modules of the adopter's own.
 */
export async function createApp(
  env: Env,
  extensions: NonNullable<ModuleMetadata['imports']> = [ExtensionsModule],
): Promise<NestExpressApplication> {
  const direct = env.MIGRATION_DATABASE_URL ?? env.DATABASE_URL;
  if (direct) await migrate(direct);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(env, extensions), {
    bodyParser: false, // guards read bodies, once they know who sends them: raw for webhooks, JSON for the API
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(AppLogger));
  app.flushLogs();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(unlessWebhook(requestLog(await app.resolve(PinoLogger))));
  secureHttp(app, env);
  serveApiDescription(app);
  // A request that trickles in holds a socket, not a worker; half a minute is plenty for a megabyte.
  app.getHttpServer().requestTimeout = 30_000;
  // Longer than a load balancer keeps an idle connection: otherwise it sends a webhook into one that we are closing.
  app.getHttpServer().keepAliveTimeout = 75_000;
  return app;
}

const UNREACHABLE: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'its host is not known'],
  [/^(28P01|28000)$/, 'it refuses the user or the password'],
  [/^3D000$/, 'there is no database of that name'],
  [/^(E[A-Z]+|08...|57P03|53300)$/, 'it does not answer'],
];

/** @throws {ConfigurationError} when PostgreSQL cannot be reached or lets us not in: the operator's to mend. */
async function migrate(url: string): Promise<void> {
  try {
    await runMigrations(url, undefined, [...migrations, ...extensionMigrations]);
  } catch (error) {
    const timedOut = error instanceof Error && /connection (timeout|terminated)/i.test(error.message);
    const code = errorCode(error) ?? (timedOut ? 'ETIMEDOUT' : '');
    const reason = UNREACHABLE.find(([codes]) => codes.test(code))?.[1];
    if (!reason) throw error;
    throw new ConfigurationError(`The database cannot be used: ${reason} (${code}). Check DATABASE_URL.`, {
      cause: error,
    });
  }
}
