import type { Express } from 'express';
import type { ApiContext } from './api-context.js';
import { run } from './control.routes.js';

/** What the owner of a connected account does in Stripe's Dashboard. */
export function connectControlRoutes(app: Express, { engine }: ApiContext): void {
  app.post(
    '/_sandbox/accounts/:id/deauthorize',
    run((id) => {
      engine.accounts.deauthorize(id);
      return { id, authorized: false };
    }),
  );
  app.post(
    '/_sandbox/accounts/:id/authorize',
    run((id) => {
      engine.accounts.authorize(id);
      return { id, authorized: true };
    }),
  );
}
