import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading } from './loading.js';
import { ProblemNote } from './problem-note.js';

interface AnswerProps<Content> {
  readonly query: Pick<UseQueryResult<Content>, 'data' | 'error' | 'refetch'>;
  /** While it is loading. */
  readonly lines?: number;
  readonly children: (content: Content) => ReactNode;
}

/** What was asked for, once it is there. What keeps it from being read, or read again, is said above it. */
export function Answer<Content>({ query: { data, error, refetch }, lines, children }: AnswerProps<Content>) {
  return (
    <>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined ? !error && <Loading lines={lines} /> : children(data)}
    </>
  );
}
