import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { Env } from './config/env.js';
import { WEBHOOK_PATHS } from './webhooks/webhook-answer.js';

/** Seconds that a browser need not ask again whether it may. */
const PREFLIGHT_AGE = 600;

/** Where a frontend runs while it is written. */
const THIS_MACHINE = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

type Handler = (request: Request, response: Response, next: NextFunction) => void;

const webhooks: ReadonlySet<string> = new Set(WEBHOOK_PATHS.map((path) => `/${path}`));

/** Stripe is no browser, and the headers would be most of the answer's bytes. */
export const unlessWebhook =
  (handler: Handler): Handler =>
  (request, response, next) => {
    if (webhooks.has(request.path)) next();
    else handler(request, response, next);
  };

/** What a browser is told, and which proxies are believed when they say who calls. */
export function secureHttp(app: NestExpressApplication, env: Env): void {
  app.set('trust proxy', env.TRUST_PROXY);
  // Without upgrade-insecure-requests: it would break the pages on a plain http:// address, and HSTS does its work.
  app.use(unlessWebhook(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } })));
  const origins = env.NODE_ENV === 'development' ? [...env.CORS_ORIGINS, THIS_MACHINE] : env.CORS_ORIGINS;
  if (origins.length === 0) return;
  app.enableCors({
    origin: origins,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-None-Match'],
    exposedHeaders: [
      'ETag',
      'Idempotent-Replayed',
      'Location',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-Id',
    ],
    maxAge: PREFLIGHT_AGE,
  });
}
