import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Asked, type Read } from '../../api/api.js';

export type ApiKey = Read<'/operations/api-keys'>['data'][number];
export type NewApiKey = Asked<'/operations/api-keys'>;

export const KEYS = 'api-keys';

export const keysQuery = (state: 'active' | 'all', cursor: string | undefined) =>
  queryOptions({
    queryKey: [KEYS, state, cursor],
    queryFn: ({ signal }) =>
      api.get('/operations/api-keys', {
        params: { query: { state, ...(cursor ? { cursor } : {}), limit: 50 } },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
