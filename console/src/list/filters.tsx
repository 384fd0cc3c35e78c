import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import classes from './list.module.css';

type Filters<Name extends string> = Readonly<Record<Name, string>>;

/**
 * Filters of a list, in the address: a search can be sent to somebody, and Back goes back. '' is no filter.
 *
 * @example
 * const [filters, setFilters] = useFilters(['type', 'status']);
 */
export function useFilters<Name extends string>(
  names: readonly Name[],
): readonly [Filters<Name>, (changed: Partial<Filters<Name>>) => void] {
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const entries = names.map((name) => [name, search.get(name) ?? ''] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the names that it was given
  const filters = Object.fromEntries(entries) as Filters<Name>;
  // Of two quick changes the second goes on from the first, which the router has not carried out yet.
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  }, [search]);
  const change = (changed: Partial<Filters<Name>>): void => {
    const after = new URLSearchParams(latest.current);
    after.delete('cursor'); // another list begins at its first page
    for (const [name, value] of Object.entries<string | undefined>(changed)) {
      const text = value?.trim();
      if (text) after.set(name, text);
      else after.delete(name);
    }
    // Who asks for the same once more wants to know what there is by now.
    if (String(after) === String(latest.current)) return void client.invalidateQueries({ type: 'active' });
    latest.current = after;
    setSearch(after);
  };
  return [filters, change];
}

/** A row of inputs above a list, sent by its button or by Enter: `onSubmit` asks for those that have a name. */
export const FilterForm = ({
  label,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly onSubmit: (text: (name: string) => string) => void;
  readonly children: ReactNode;
}) => (
  <form
    role="search"
    aria-label={label}
    className={classes.filters}
    onSubmit={(event) => {
      event.preventDefault();
      const form = new FormData(event.currentTarget);
      onSubmit((name) => {
        const value = form.get(name);
        return typeof value === 'string' ? value : '';
      });
    }}
  >
    {children}
  </form>
);
