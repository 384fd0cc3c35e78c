import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { PinoLogger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { AppLogger } from './common/logging.module.js';
import { requestLog } from './common/request-log.js';
import type { Env } from './config/env.js';
import { serveConsole } from './console/pages/serve-console.js';
import { runMigrations } from './database/migrate.js';
import { asOperatorsToMend } from './database/unreachable.js';
import { secureHttp, unlessWebhook } from './http.js';
import { ExtensionsModule } from './extensions/extensions.module.js';
import { extensionMigrations } from './extensions/migrations.js';
import { migrations } from './database/migrations/migrations.js';
import { serveApiDescription } from './openapi.js';
import { traceRequests } from './tracing/request-spans.js';
import { isTracing } from './tracing/spans.js';
import { DirectWebhooks } from './webhooks/direct-webhooks.js';

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
  if (isTracing()) app.use(traceRequests);
  app.use(unlessWebhook(requestLog(await app.resolve(PinoLogger))));
  secureHttp(app, env);
  serveApiDescription(app);
  serveConsole(app, env);
  // A request that trickles in holds a socket, not a worker; half a minute is plenty for a megabyte.
  app.getHttpServer().requestTimeout = 30_000;
  // Longer than a load balancer keeps an idle connection: otherwise it sends a webhook into one that we are closing.
  app.getHttpServer().keepAliveTimeout = 75_000;
  // With traces they go the long way, which has the spans.
  if (env.ROLE !== 'worker' && !isTracing()) app.get(DirectWebhooks).lead(app.getHttpServer());
  return app;
}

/** @throws {ConfigurationError} when PostgreSQL cannot be reached, or lets us not in. */
async function migrate(url: string): Promise<void> {
  try {
    await runMigrations(url, undefined, [...migrations, ...extensionMigrations]);
  } catch (error) {
    throw asOperatorsToMend(error);
  }
}
