import type { ApiContext } from './api-context.js';
import type { Controls } from './controls.js';

/** What the owner of a connected account does in Stripe's Dashboard. */
export function connectControlRoutes(controls: Controls, { engine }: ApiContext): void {
  controls.post('/accounts/:id/deauthorize', (id) => {
    engine.accounts.deauthorize(id);
    return { id, authorized: false };
  });
  controls.post('/accounts/:id/authorize', (id) => {
    engine.accounts.authorize(id);
    return { id, authorized: true };
  });
}
