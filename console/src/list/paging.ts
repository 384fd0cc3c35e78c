import { useNavigate, useSearchParams } from 'react-router';

export interface Paging {
  /** Of the page that is shown; undefined: the first. */
  readonly cursor: string | undefined;
  readonly hasPrevious: boolean;
  readonly previous: () => void;
  readonly next: (cursor: string) => void;
}

/** Where in a list the reader is: in the address, so that a page can be sent to somebody, and Back goes back. */
export function usePaging(): Paging {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const cursor = search.get('cursor') ?? undefined;
  return {
    cursor,
    hasPrevious: cursor !== undefined,
    previous: () => void navigate(-1),
    next: (following) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        after.set('cursor', following);
        return after;
      }),
  };
}
