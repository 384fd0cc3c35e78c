import type { PortalSessionCreate } from '../engine/portal.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

export function portalRoutes(routes: Routes): void {
  const { portal } = routes.api.engine;
  routes.post('/v1/billing_portal/sessions', ({ params }) =>
    portal.create(requireParams<PortalSessionCreate>(params, 'customer')),
  );
}
