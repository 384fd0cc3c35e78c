import type { StripeObject } from '../stripe.types.js';
import { field } from './fields.js';
import { idOf } from './id.js';
import { metadataOf } from './metadata.js';

/**
 * The adopter's own id for whom an object belongs to: `client_reference_id` (checkout sessions only), else
 * `metadata.tenant_id`, else `metadata.user_id`. An empty one is none,
 * and so is one beyond 500 characters, which Stripe allows neither.
 */
export function tenantIdOf(object: StripeObject): string | null {
  const metadata = metadataOf(object);
  const names = [field(object, 'client_reference_id'), field(metadata, 'tenant_id'), field(metadata, 'user_id')];
  return names.map(idOf).find((id) => id !== null) ?? null;
}
