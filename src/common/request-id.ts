import { randomUUID } from 'node:crypto';
import type { Request } from 'express';

/** What a proxy in front may have named the request: short, and of characters that mean nothing to a log or a page. */
const HARMLESS = /^[\w.-]{1,64}$/;

const ids = new WeakMap<Request, string>();

/** Express' setting, compiled: whether TRUST_PROXY counts the address. */
function isTrusted({ app, socket }: Request): boolean {
  const trusts: unknown = app.get('trust proxy fn');
  return typeof trusts === 'function' && trusts(socket.remoteAddress, 0) === true;
}

/**
 * The request's id: the `X-Request-Id` of a proxy that we trust, when it is harmless, else one of our own. The audit log
 * has it, and whoever calls must not be able to choose what stands there. The same however often asked.
 */
export function requestIdOf(request: Request): string {
  const known = ids.get(request);
  if (known !== undefined) return known;
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && HARMLESS.test(given) && isTrusted(request) ? given : `req_${randomUUID()}`;
  ids.set(request, id);
  return id;
}
