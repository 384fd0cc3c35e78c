import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.js';
import { bodyOf, type LookedAt, type Selection } from './selection.js';

/**
 * What is meant at this moment, by one of the previews; asked each time a dialog opens, not remembered. The moment stays
 * what it was until the dialog closes: what is done is done to what was seen.
 */
export const useLook = <Seen extends LookedAt>(path: string, selection: Selection | null) =>
  useQuery({
    queryKey: ['look', path, selection],
    queryFn: ({ signal }) => ask<Seen>('POST', path, { body: bodyOf(selection ?? { ids: [] }), signal }),
    enabled: selection !== null,
    gcTime: 0,
    staleTime: Infinity,
  });
