import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Router } from 'express';
import type { Env } from '../../config/env.js';
import { consoleRouter } from './console-router.js';

/** Where console/build.js puts it: in dist when the backend runs from its sources, else beside dist/src. */
const BUILT = ['../../../dist/console', '../../../console'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** What controllers answer, behind their guards. The page of the queue is Bull's own where there is a Redis. */
const answeredElsewhere = ({ REDIS_URL }: Env): string[] =>
  REDIS_URL === undefined ? ['/session'] : ['/session', '/queue'];

/** The console at /console, of processes that answer requests. */
export function serveConsole(app: NestExpressApplication, env: Env): void {
  if (env.ROLE === 'worker') return;
  const router = Router();
  router.use(answeredElsewhere(env), (_request, _response, next) => next('router'));
  router.use(consoleRouter(BUILT));
  app.use('/console', router);
}
