import { PlatformKeyRequiredError, TenantRequiredError } from './caller.errors.js';

/**
 * What a caller may do: `billing` what a tenant does for itself, `refunds` give money back, `reports` read figures of
 * all tenants, `operations` what an operator does, `payloads` see what an event says of a person.
 */
export const SCOPES = ['billing', 'refunds', 'reports', 'operations', 'payloads'] as const;

export type Scope = (typeof SCOPES)[number];

/** What they open is of all tenants, so that a key for one of them must not have it. */
export const SCOPES_OF_ALL: readonly Scope[] = ['reports', 'operations', 'payloads'];

export const isScope = (word: unknown): word is Scope => SCOPES.some((scope) => scope === word);

/** Who sent the request, once it is proved. */
export interface Caller {
  /** A person's token of your identity provider, or an API key. */
  readonly kind: 'user' | 'key';
  /** The user's id in your identity provider, or the key's (`key_…`, never the key itself). */
  readonly id: string;
  /** The key's name; a user's id. */
  readonly name: string;
  /** The only tenant that the request concerns; null: a key or an operator that is bound to none. */
  readonly tenantId: string | null;
  /** Connected account whose tenants are meant, '' for your own. */
  readonly account: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Set when a key that is bound to no tenant names one by header: your own backend, and nobody who holds a tenant's key. */
  readonly namesTenant?: boolean;
  /** Set of a key that a user has made, or a key that a user has made: it names no connected account, as the user cannot. */
  readonly staysInAccount?: boolean;
  /** `X-Request-Id` of the request that it is the caller of; absent until there is one. */
  readonly requestId?: string;
}

/**
 * Whether it is your own backend that calls: with a key that is bound to no tenant. One that is bound to a tenant may be
 * in that tenant's hands, and may do no more than its users.
 */
export const isPlatformKey = ({ kind, tenantId, namesTenant }: Caller): boolean =>
  kind === 'key' && (tenantId === null || namesTenant === true);

/** Whether it may name a connected account to act for. */
export const namesAccounts = ({ kind, account, staysInAccount }: Caller): boolean =>
  kind === 'key' && account === '' && staysInAccount !== true;

/** @throws {PlatformKeyRequiredError} */
export function requirePlatformKey(caller: Caller): void {
  if (!isPlatformKey(caller)) throw new PlatformKeyRequiredError();
}

/** @throws {TenantRequiredError} when the caller acts for no tenant. */
export function tenantOf({ tenantId }: Caller): string {
  if (tenantId === null) throw new TenantRequiredError();
  return tenantId;
}
