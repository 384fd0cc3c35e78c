import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.js';
import { queryClient, SESSION_KEY } from '../api/query-client.js';

export type Scope = 'billing' | 'refunds' | 'reports' | 'operations' | 'payloads';

/** Who is signed in, and what the pages may offer. The backend asks for each scope again, whatever is shown. */
export interface Session {
  readonly kind: 'user' | 'key';
  readonly id: string;
  readonly name: string;
  /** Connected account that the session sees alone, '' for all. */
  readonly account: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string;
  /** Where wake-up calls wait: in Redis there is a page of them. */
  readonly queue: 'redis' | 'in_process';
  /** Null where nobody has said. */
  readonly livemode: boolean | null;
}

const PATH = '/console/session';

interface CurrentSession {
  readonly session: Session | null;
}

export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: async ({ signal }) => (await ask<CurrentSession>('GET', PATH, { signal })).session,
  staleTime: 60_000,
  // So that a page that is only looked at learns when it has ended, and somebody who sits there keeps it.
  refetchInterval: 240_000,
});

/** What one operator has seen is not left for the next. */
const forgetAll = (): void =>
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });

export async function signIn(token: string): Promise<void> {
  const { session } = await ask<CurrentSession>('POST', PATH, { body: { token } });
  forgetAll();
  queryClient.setQueryData(SESSION_KEY, session);
}

export async function signOut(): Promise<void> {
  await ask<CurrentSession>('DELETE', PATH);
  queryClient.setQueryData(SESSION_KEY, null);
  forgetAll();
}

/** Within the frame there is one. @throws where there is none. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('This part of the console is shown to who is signed in only.');
  return data;
}

export const useMay = (scope: Scope): boolean => useSession().scopes.includes(scope);
