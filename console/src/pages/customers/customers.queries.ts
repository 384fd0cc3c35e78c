import { infiniteQueryOptions, keepPreviousData, queryOptions, type InfiniteData } from '@tanstack/react-query';
import { api, type Read } from '../../api/api.js';
import type { CustomerKey } from '../../show/paths.js';
import { bodyOf, mayStandInAddress, type Sought } from './sought.js';

export type Found = Read<'/operations/customers'>['data'][number];
export type Customer = Read<'/operations/customers/{id}'>;
export type Reason = Customer['access']['because'][number];
export type Reference = Reason['refs'][number];
export type Timeline = Read<'/operations/customers/{id}/timeline'>;
export type Happening = Timeline['data'][number];
export type RefundRequest = Customer['refundRequests']['data'][number];

/** Of everything that is read about customers. */
export const CUSTOMERS = 'customers';

/** Customers of a page: few have many, and who looks for one wants one. */
const PAGE = 25;

/** What the API asks for. */
export const accountQuery = (account: string | null) => (account === null ? {} : { account });

export const foundQuery = (sought: Sought, cursor: string | undefined) => {
  const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  return queryOptions({
    queryKey: [CUSTOMERS, 'found', sought, cursor],
    queryFn: async ({ signal }) => {
      if (mayStandInAddress(sought)) {
        return api.get('/operations/customers', { params: { query: { q: sought.of, ...query } }, signal });
      }
      return api.post('/operations/customers/search', { params: { query }, body: await bodyOf(sought), signal });
    },
    placeholderData: keepPreviousData,
  });
};

export const customerQuery = ({ id, account }: CustomerKey, feature: string) =>
  queryOptions({
    queryKey: [CUSTOMERS, 'page', account, id, feature],
    queryFn: ({ signal }) =>
      api.get('/operations/customers/{id}', {
        params: { path: { id }, query: { ...accountQuery(account), ...(feature === '' ? {} : { feature }) } },
        signal,
      }),
    placeholderData: (before, query) => (query?.queryKey[3] === id ? before : undefined),
  });

/**
 * Of all kinds what follows the beginning that the customer's page has, when somebody asks for it; of one kind everything,
 * from the newest on.
 *
 * @param from where the beginning ends; null: there is no more.
 */
export const timelineQuery = ({ id, account }: CustomerKey, kind: Happening['kind'] | 'all', from: string | null) => {
  const isOfAll = kind === 'all';
  return infiniteQueryOptions<Timeline, Error, InfiniteData<Timeline>, (string | null)[], string>({
    queryKey: [CUSTOMERS, 'timeline', account, id, kind, isOfAll ? from : null],
    queryFn: ({ signal, pageParam }) => {
      const place = pageParam === '' ? {} : { cursor: pageParam };
      return api.get('/operations/customers/{id}/timeline', {
        params: {
          path: { id },
          query: { ...accountQuery(account), ...(isOfAll ? {} : { kind }), ...place, limit: isOfAll ? 100 : 20 },
        },
        signal,
      });
    },
    initialPageParam: isOfAll ? (from ?? '') : '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: !isOfAll,
  });
};

export const erasureQuery = ({ id, account }: CustomerKey) =>
  queryOptions({
    queryKey: [CUSTOMERS, 'erasure', account, id],
    queryFn: ({ signal }) =>
      api.get('/operations/customers/{id}/erasure', {
        params: { path: { id }, query: accountQuery(account) },
        signal,
      }),
    // What would go is counted each time, not remembered.
    gcTime: 0,
  });

export const refundsInHandQuery = queryOptions({
  queryKey: [CUSTOMERS, 'refunds'],
  queryFn: ({ signal }) => api.get('/operations/refund-requests', { params: { query: { limit: 20 } }, signal }),
});
