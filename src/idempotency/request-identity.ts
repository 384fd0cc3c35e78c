import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Caller } from '../auth/caller.js';
import { routeOf } from '../common/request-log.js';
import { InvalidIdempotencyKeyError } from '../common/request.errors.js';

/** Printable ASCII, as Stripe limits its own. */
const KEY = /^[\x20-\x7e]{1,255}$/;

/** Which request it is, however often it is sent. */
export interface RequestIdentity {
  /** Who calls, for whom, which route, which key: two tenants that both send `1` never meet. */
  readonly scope: Buffer;
  /** What is asked for. */
  readonly request: Buffer;
  /** Whose tenant; see {@link Caller}. */
  readonly account: string;
  readonly tenantId: string | null;
}

const sha256 = (...parts: (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** The same text for what means the same: fields of objects in one order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/**
 * Undefined when the request bears no key.
 *
 * @throws {InvalidIdempotencyKeyError}
 */
export function identify(request: Request, caller: Caller): RequestIdentity | undefined {
  const [key, ...more] = request.headersDistinct['idempotency-key'] ?? [];
  if (key === undefined) return undefined;
  if (more.length > 0 || !KEY.test(key)) throw new InvalidIdempotencyKeyError();
  const { kind, id, tenantId, account } = caller;
  // The pattern, not the path: the same key for another object is another request with a key that is taken.
  const route = routeOf(request) ?? request.path;
  return {
    scope: sha256(JSON.stringify([kind, id, tenantId, account, request.method, route, key])),
    request: sha256(canonical([request.params, request.query, request.body ?? null])),
    account,
    tenantId,
  };
}

/**
 * What Stripe is told: the same for the same request only, and nothing of the caller's key in it.
 *
 * @param since when the request began first. A key that is sent again once it is forgotten here is a new request, and
 *   must be one at Stripe, which may remember for longer.
 */
export const stripeKeyOf = ({ scope, request }: RequestIdentity, since: string): string =>
  sha256('stripe', scope, request, since).toString('hex');
