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

function createOf({ name, scope, tenant, account, expires, json }: CreateOptions, now: Date): KeysRequest | null {
  const scopes = [...new Set(scope)].filter(isScope);
  const expiresAt = expires === undefined ? null : expiryOf(expires, now);
  if (!NAME.test(name.trim()) || scopes.length === 0 || scopes.length < new Set(scope).size) return null;
  if (tenant !== undefined && (!isId(tenant) || scopes.some((one) => OF_ALL.includes(one)))) return null;
  if (account !== '' && !ACCOUNT_ID.test(account)) return null;
  if (expiresAt === undefined) return null;
  return { command: 'create', name: name.trim(), scopes, tenantId: tenant ?? null, account, expiresAt, json };
}

/** @returns null when the arguments cannot be meant. */
export function requestOf([command, ...rest]: readonly string[], now = new Date()): KeysRequest | null {
  try {
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
    const [id, ...more] = parseArgs({ args: rest, allowPositionals: true }).positionals;
    const isRevoke = command === 'revoke' && id !== undefined && /^key_[0-9a-f]+$/.test(id) && more.length === 0;
    return isRevoke ? { command, id } : null;
  } catch {
    return null; // an option that there is not, or one without its value
  }
}
