import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Read } from '../../api/api.js';

/** Names of the filters, in the page's address as in the API's. */
export const FILTERS = [
  'id',
  'object',
  'customer',
  'tenant',
  'account',
  'type',
  'status',
  'verdict',
  'source',
  'from',
  'to',
] as const;

export type FilterName = (typeof FILTERS)[number];
export type Filters = Readonly<Record<FilterName, string>>;

export type Story = Read<'/operations/events/{id}'>;
export type Payload = Read<'/operations/events/{id}/payload'>;

/** Events on a page. */
const PAGE = 50;

export const given = (filters: Filters): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));

export const eventsQuery = (filters: Filters, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['events', 'list', filters, cursor],
    queryFn: ({ signal }) =>
      api.get('/operations/events', {
        params: { query: { ...given(filters), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

export const storyQuery = (id: string) =>
  queryOptions({
    queryKey: ['events', 'story', id],
    queryFn: ({ signal }) => api.get('/operations/events/{id}', { params: { path: { id } }, signal }),
    // What is not settled yet is looked at again.
    refetchInterval: ({ state }) => (state.data && state.data.next.code !== 'settled' ? 5_000 : false),
  });

export const payloadQuery = (id: string) =>
  queryOptions({
    queryKey: ['events', 'payload', id],
    queryFn: ({ signal }) => api.get('/operations/events/{id}/payload', { params: { path: { id } }, signal }),
    staleTime: Infinity,
  });
