import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Read } from '../../api/api.js';

export type AuditEntry = Read<'/operations/audit'>['data'][number];

export const FILTERS = ['actor', 'action', 'object', 'tenant', 'from', 'to'] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Readonly<Record<FilterName, string>>;

export const auditQuery = (filters: Filters, cursor: string | undefined) => {
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  return queryOptions({
    queryKey: ['audit', given, cursor],
    queryFn: ({ signal }) =>
      api.get('/operations/audit', {
        params: { query: { ...given, ...(cursor ? { cursor } : {}), limit: 50 } },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
};
