import type { OpenSession } from '../../auth/console-sessions.js';
import type { Scope } from '../../auth/caller.js';
import { livemodeOf, type Env } from '../../config/env.js';

/** Who is signed in, as the pages are told of it: they hide what the caller may not do, and every route asks again. */
export interface SessionAnswer {
  readonly kind: 'user' | 'key';
  readonly id: string;
  readonly name: string;
  /** Connected account that the caller is bound to, '' for none. */
  readonly account: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string;
  readonly queue: 'redis' | 'in_process';
  /** Null where neither a key nor LIVEMODE says. */
  readonly livemode: boolean | null;
}

export const showSession = ({ caller, expiresAt }: OpenSession, env: Env): SessionAnswer => ({
  kind: caller.kind,
  id: caller.id,
  name: caller.name,
  account: caller.account,
  scopes: [...caller.scopes],
  expiresAt: expiresAt.toISOString(),
  queue: env.REDIS_URL === undefined ? 'in_process' : 'redis',
  livemode: livemodeOf(env) ?? null,
});
