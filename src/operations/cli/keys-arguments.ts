import { parseArgs } from 'node:util';
import type { KeyRequest } from '../../auth/api-key.repository.js';
import { isScope, SCOPES, type Scope } from '../../auth/caller.js';
import { isId } from '../../stripe/shapes/id.js';

export type KeysRequest =
  | ({ readonly command: 'create'; readonly json: boolean } & KeyRequest)
  | { readonly command: 'list'; readonly json: boolean }
  | { readonly command: 'revoke'; readonly id: string };

/** What they open is of all tenants, so that a key for one of them must not have it. */
const OF_ALL: readonly Scope[] = ['reports', 'operations'];

export const USAGE = `npm run keys -- create --name "billing service" --scope billing [--scope refunds]… [--tenant …] [--account acct_…]
                       [--expires 2027-12-31 | 90d] [--json]
npm run keys -- list [--json]
npm run keys -- revoke key_…

  --name     what people call it, up to 100 characters
  --scope    what it may do: ${SCOPES.join(', ')}; may be given several times
  --tenant   the only tenant it acts for; without it any, named by the header Countinghouse-Tenant.
             Not with ${OF_ALL.join(' or ')}: these concern all tenants
  --account  connected account whose tenants it acts for; without it your own
  --expires  a date (midnight, UTC), a time (2027-12-31T12:00:00Z), or a number of days; without it never
  --json     for programs`;

const KEY_ID = /^key_[0-9a-f]+$/;
const ACCOUNT_ID = /^acct_\w{1,250}$/;
const NAME = /^[^\p{C}]{1,100}$/u;
const DAYS = /^([1-9]\d{0,3})d$/;
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/;
const DAY = 86_400_000;

/** Undefined: it cannot be meant, or has passed. */
function expiryOf(text: string, now: Date): Date | undefined {
  const days = DAYS.exec(text)?.[1];
  if (days !== undefined) return new Date(now.getTime() + Number(days) * DAY);
  const at = TIME.test(text) ? new Date(text) : now;
  return at > now ? at : undefined;
}

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly tenant?: string;
  readonly account: string;
  readonly expires?: string;
  readonly json: boolean;
}

function createOf({ name, scope, tenant, account, expires, json }: CreateOptions, now: Date): KeysRequest {
  const scopes = [...new Set(scope)].filter(isScope);
  const expiresAt = expires === undefined ? null : expiryOf(expires, now);
  const unknown = scope.find((one) => !isScope(one));
  if (!NAME.test(name.trim())) throw new TypeError('--name: give it one, of up to 100 characters');
  if (unknown !== undefined) throw new TypeError(`--scope: ${unknown} is none of ${SCOPES.join(', ')}`);
  if (scopes.length === 0) throw new TypeError('--scope: say at least one');
  if (tenant !== undefined && !isId(tenant)) throw new TypeError('--tenant: that is no id');
  if (tenant !== undefined && scopes.some((one) => OF_ALL.includes(one))) {
    throw new TypeError(`--tenant: not with ${OF_ALL.join(' or ')}, which concern all tenants`);
  }
  if (account !== '' && !ACCOUNT_ID.test(account))
    throw new TypeError('--account: the id of a connected account, acct_…');
  if (expiresAt === undefined) throw new TypeError('--expires: a date or time to come, or a number of days, as in 90d');
  return { command: 'create', name: name.trim(), scopes, tenantId: tenant ?? null, account, expiresAt, json };
}

function revokeOf([id, ...more]: readonly string[]): KeysRequest {
  if (id === undefined || !KEY_ID.test(id) || more.length > 0) throw new TypeError('revoke: name one key, key_…');
  return { command: 'revoke', id };
}

/** @throws {TypeError} that says what cannot be meant. */
export function requestOf([command, ...rest]: readonly string[], now = new Date()): KeysRequest {
  if (command === 'create') {
    const { values } = parseArgs({
      args: rest,
      options: {
        name: { type: 'string', default: '' },
        scope: { type: 'string', multiple: true, default: [] },
        tenant: { type: 'string' },
        account: { type: 'string', default: '' },
        expires: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    return createOf(values, now);
  }
  if (command === 'list') {
    const { values } = parseArgs({ args: rest, options: { json: { type: 'boolean', default: false } } });
    return { command, json: values.json };
  }
  if (command === 'revoke') return revokeOf(parseArgs({ args: rest, allowPositionals: true }).positionals);
  throw new TypeError('Say create, list or revoke.');
}
