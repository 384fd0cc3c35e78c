import type { IncomingHttpHeaders } from 'node:http';
import { InvalidIdError } from '../common/errors.js';
import { isId } from '../stripe/shapes/id.js';
import { BoundToAnotherError } from './caller.errors.js';
import { namesAccounts, type Caller } from './caller.js';

/** Headers that carry text beyond ASCII carry it percent-encoded. */
function decoded(value: string, what: 'tenant' | 'account'): string {
  try {
    const id = decodeURIComponent(value);
    if (isId(id)) return id;
  } catch {
    // a lone percent sign
  }
  throw new InvalidIdError(what);
}

/**
 * The caller of one request: a key that is bound to no tenant, or to no connected account, says by header whom it acts
 * for. Who is bound may say so too, but nobody else.
 *
 * @throws {BoundToAnotherError} @throws {InvalidIdError}
 */
export function actingFor(caller: Caller, headers: IncomingHttpHeaders): Caller {
  const tenant = headers['countinghouse-tenant'];
  const account = headers['countinghouse-account'];
  let { tenantId, account: of } = caller;
  const isFree = caller.kind === 'key' && tenantId === null;
  if (typeof account === 'string') {
    const named = decoded(account, 'account');
    if (named !== of && !(isFree && namesAccounts(caller))) throw new BoundToAnotherError('Countinghouse-Account');
    of = named;
  }
  if (typeof tenant === 'string') {
    const named = decoded(tenant, 'tenant');
    if (named !== tenantId && !isFree) throw new BoundToAnotherError('Countinghouse-Tenant');
    tenantId = named;
  }
  if (tenantId === caller.tenantId && of === caller.account) return caller;
  return { ...caller, tenantId, account: of, ...(tenantId === caller.tenantId ? {} : { namesTenant: true }) };
}
