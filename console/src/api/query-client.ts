import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '../../../client/problem-error.js';
import { tellProblem } from '../tell/toasts.js';

/** Milliseconds for which a page that is come back to shows what it had, before it asks again behind it. */
const FRESH = 5_000;

/** What may pass by itself. Everything else is told at once. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof ProblemError) || error.status === 502 || error.status === 503 || error.status === 504;

export const SESSION_KEY = ['session'] as const;

/** A session that has ended takes the page to the sign-in, whichever request is the first to learn of it. */
function noteSignedOut(error: unknown): void {
  if (error instanceof ProblemError && error.status === 401) queryClient.setQueryData(SESSION_KEY, null);
}

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: FRESH, retry: (failures, error) => failures < 2 && mayPass(error) },
    mutations: { retry: false },
  },
  // A query's problem stands where its answer would; a change has no such place.
  queryCache: new QueryCache({ onError: noteSignedOut }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      noteSignedOut(error);
      if (mutation.meta?.['tellsItself'] !== true) tellProblem(error);
    },
  }),
});
