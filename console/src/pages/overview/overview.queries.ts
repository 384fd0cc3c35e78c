import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ProblemError } from '../../../../client/problem-error.js';
import { api, type Read } from '../../api/api.js';
import { eventStream } from '../../api/event-stream.js';
import { queryClient, SESSION_KEY } from '../../api/query-client.js';

export type Overview = Read<'/operations/overview'>;

const KEY = ['overview'] as const;

/**
 * `away`: the stream is there, and the backend cannot read its figures: the database does not answer. `crowded`: whoever is
 * signed in watches in as many tabs as one may.
 */
export type Connection = 'connecting' | 'live' | 'broken' | 'away' | 'crowded';

/** Milliseconds: the server sends something every 15 seconds. */
const SILENCE = 40_000;
/** Milliseconds before the first attempt to connect again; each one after it waits twice as long, up to the longest. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
/** Milliseconds between two readings where there is no stream. */
const READING = 15_000;

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });

/** Refused for good: asking again would not help. */
const isRefused = (error: unknown): boolean =>
  error instanceof ProblemError && (error.status === 401 || error.status === 403);

/** The overview as the backend tells it when it changes; after a break from where it is now. */
export function useLiveOverview() {
  const [connection, setConnection] = useState<Connection>('connecting');
  const [refusal, setRefusal] = useState<unknown>(null);

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const watch = async (): Promise<void> => {
      for (let failures = 0; !signal.aborted; failures += 1) {
        let isCrowded = false;
        try {
          for await (const { event, data } of eventStream('/operations/live', { signal, silence: SILENCE })) {
            failures = 0;
            if (event === 'overview') queryClient.setQueryData(KEY, JSON.parse(data));
            if (event === 'overview' || event === 'unavailable') setConnection(event === 'overview' ? 'live' : 'away');
          }
        } catch (error) {
          isCrowded = error instanceof ProblemError && error.status === 429;
          if (isRefused(error)) {
            setRefusal(error);
            if (error instanceof ProblemError && error.status === 401) queryClient.setQueryData(SESSION_KEY, null);
            return;
          }
        }
        if (signal.aborted) return;
        setConnection(isCrowded ? 'crowded' : 'broken');
        await wait(Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT), signal);
      }
    };
    void watch();
    return () => leaving.abort();
  }, []);

  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get('/operations/overview', { signal }),
    // The stream brings what follows, where there is one.
    staleTime: Infinity,
    refetchInterval: connection === 'crowded' || connection === 'broken' ? READING : false,
  });
  return { overview: data, error: refusal ?? error, connection };
}
