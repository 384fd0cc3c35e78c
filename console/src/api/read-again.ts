import { useQueryClient, type InvalidateQueryFilters } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';

/** Whenever `state` has changed, what that may have changed is read again at once, and not when its time comes. */
export function useReadAgain(state: string | undefined, filters: InvalidateQueryFilters): void {
  const client = useQueryClient();
  const readAgain = useEffectEvent(() => client.invalidateQueries(filters));
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (before.current !== undefined && before.current !== state) void readAgain();
    before.current = state;
  }, [state]);
}
