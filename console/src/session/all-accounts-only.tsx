import type { ReactNode } from 'react';
import { Navigate } from 'react-router';
import { useSession } from './session.js';

/** Who is bound to a connected account begins with its events. */
export function AllAccountsOnly({ children }: { readonly children: ReactNode }) {
  const { account } = useSession();
  return account === '' ? children : <Navigate to="/events" replace />;
}
