import { tenantOf, type Caller } from '../auth/caller.js';
import { PlatformOnlyError } from './connect.errors.js';

/**
 * Whose accounts a caller sees: those of the tenant that it acts for. Null: all of them, for an operator who acts for no
 * tenant.
 *
 * @throws {PlatformOnlyError} @throws {TenantRequiredError}
 */
export function sellerOf(caller: Caller): string | null {
  if (caller.account !== '') throw new PlatformOnlyError();
  return caller.tenantId === null && caller.scopes.has('operations') ? null : tenantOf(caller);
}
