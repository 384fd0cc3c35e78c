import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { CUSTOMERS, foundQuery } from './customers.queries.js';
import { mayStandInAddress, type Sought } from './sought.js';

/** In the address in the place of a mail address. */
const KEPT = 'by';
const KEY = [CUSTOMERS, 'sought'];

/**
 * What is sought: in the address of the page, or, of a mail address, in the memory of this tab: Back finds it, and it is
 * gone when the page is loaded anew, or its reader signs out.
 */
export function useSought(): readonly [Sought | null, (sought: Sought) => void] {
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const { data: kept = null } = useQuery<Sought | null>({
    queryKey: KEY,
    queryFn: () => null,
    enabled: false,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const change = (sought: Sought): void => {
    // Who asks for the same once more wants to know what there is by now.
    void client.invalidateQueries({ queryKey: foundQuery(sought, undefined).queryKey });
    if (mayStandInAddress(sought)) return setSearch({ [sought.kind]: sought.of });
    client.setQueryData<Sought>(KEY, sought);
    setSearch({ [KEPT]: sought.kind });
  };
  const [customer, tenant] = [search.get('customer'), search.get('tenant')];
  if (customer !== null) return [{ kind: 'customer', of: customer }, change];
  if (tenant !== null) return [{ kind: 'tenant', of: tenant }, change];
  return [kept && search.get(KEPT) === kept.kind ? kept : null, change];
}
