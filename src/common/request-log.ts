import { context } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import type { PinoLogger } from 'nestjs-pino';
import { requestIdOf } from './request-id.js';

/** The pattern of the route: a path may hold what identifies a person, and a query anything. */
export function routeOf(request: Request): string | undefined {
  const { route }: { route?: { path?: unknown } } = request;
  return typeof route?.path === 'string' ? route.path : undefined;
}

/** Probes ask every few seconds. */
const PROBES = '/health';

/** Names each request in its answer, and leaves one line of it in the log. */
export const requestLog =
  (logger: PinoLogger) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const requestId = requestIdOf(request);
    const began = performance.now();
    response.setHeader('X-Request-Id', requestId);
    if (request.path.startsWith(PROBES)) return next();
    const tell = (): void => {
      const ms = Math.round(performance.now() - began);
      const { writableFinished: answered, statusCode: status } = response;
      const line = { requestId, method: request.method, route: routeOf(request), status, ms };
      if (answered) logger.info(line, 'request answered');
      else logger.info(line, 'request given up by its caller');
    };
    response.once('close', context.bind(context.active(), tell));
    next();
  };
