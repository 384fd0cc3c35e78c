import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { Loading } from '../tell/loading.js';
import { ProblemNote } from '../tell/problem-note.js';
import { sessionQuery } from './session.js';

/** Everybody else is sent to the sign-in, and back to where they were going. */
export function SignedInOnly({ children }: { readonly children: ReactNode }) {
  const { pathname, search } = useLocation();
  const { data, error, refetch } = useQuery(sessionQuery);
  // Who was signed in is, until the backend says otherwise: while it is away, what is open stays, with what was typed.
  if (data === undefined && error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  if (data === null) return <Navigate to="/sign-in" replace state={{ next: pathname + search }} />;
  return children;
}
