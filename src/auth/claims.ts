import type { JWTPayload } from 'jose';
import { isId } from '../stripe/shapes/id.js';
import { isScope, type Caller, type Scope } from './caller.js';

/** Where a token says who its bearer is. */
export interface ClaimNames {
  readonly user: string;
  readonly tenant: string;
  readonly scopes: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const own = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The claim of that very name (`https://acme.example/tenant`), else the way through objects (`org.id`). */
export const claimOf = (claims: JWTPayload, path: string): unknown =>
  own(claims, path) ?? path.split('.').reduce<unknown>(own, claims);

/** Identity providers number their users, some of them without quotes. */
const idIn = (value: unknown): string | null => {
  const id = Number.isSafeInteger(value) ? String(value) : value;
  return isId(id) ? id : null;
};

/** A list, or words with spaces between them (RFC 8693). Undefined: the token does not say. */
function wordsIn(value: unknown): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[ ,]+/) : [];
}

/**
 * The user of a token whose signature is checked; null when it names none. A token that does not speak of scopes has
 * `billing`, of its own tenant; words that are none of ours (`openid`, `profile`) grant nothing.
 */
export function callerIn(claims: JWTPayload, names: ClaimNames): Caller | null {
  const id = idIn(claimOf(claims, names.user));
  if (id === null) return null;
  const words = wordsIn(claimOf(claims, names.scopes));
  const scopes: ReadonlySet<Scope> = new Set(words?.filter(isScope) ?? ['billing']);
  return { kind: 'user', id, name: id, tenantId: idIn(claimOf(claims, names.tenant)), account: '', scopes };
}
