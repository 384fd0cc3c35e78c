import type { Routes } from './routes.js';

/** What a platform keeps of payments for its connected accounts, and what it passes on. */
export function sharingRoutes(routes: Routes): void {
  const { store } = routes.api.engine;
  routes.list('/v1/application_fees', () => store.applicationFees.values());
  routes.get('/v1/application_fees/:id', ({ id }) => store.applicationFees.get(id));
  routes.list('/v1/transfers', () => store.transfers.values());
  routes.get('/v1/transfers/:id', ({ id }) => store.transfers.get(id));
}
