import { queryOptions } from '@tanstack/react-query';
import { api, type Read } from '../../api/api.js';
import type { EventFilter } from '../../events/selection.js';

export type FailureGroup = Read<'/operations/failures'>['data'][number];
export type Replay = Read<'/operations/replays'>['data'][number];

/** Milliseconds: what fails now is seen without a reload, and a replay's progress as it goes on. */
const REFRESH = 15_000;
const PROGRESS = 2_000;

export const failuresQuery = queryOptions({
  queryKey: ['events', 'failures'],
  queryFn: ({ signal }) => api.get('/operations/failures', { signal }),
  refetchInterval: REFRESH,
});

/** Replayed, and not come to an end again yet. */
const isUnderWay = ({ status, replayed, reread, settled, failed }: Replay): boolean =>
  status === 'running' || settled + failed < replayed + reread;

export const replaysQuery = queryOptions({
  queryKey: ['events', 'replays'],
  queryFn: ({ signal }) => api.get('/operations/replays', { params: { query: { limit: 20 } }, signal }),
  refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? PROGRESS : REFRESH),
});

/** All events of a group: which of them are there, the dialog asks when it opens. */
export const filterOf = ({ status, errorClass, error, type }: FailureGroup): EventFilter => ({
  status,
  errorClass,
  error,
  type,
});
