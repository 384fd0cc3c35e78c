import { queryOptions } from '@tanstack/react-query';
import { api, type Read } from '../../api/api.js';

export type ReconcileState = Read<'/operations/reconcile'>;
export type VerifyState = Read<'/operations/verify'>;
export type Gap = Read<'/operations/reconcile/gaps'>['data'][number];
export type Difference = Read<'/operations/verify/differences'>['data'][number];
export type Run = Read<'/operations/runs'>['data'][number];

/** Of everything on this page: what a run changes is read again together. */
export const RUNS = 'runs';

/** Milliseconds. */
const REFRESH = 15_000;
const PROGRESS = 1_000;
/** Rows of each list; the API has the others. */
const SHOWN = 20;

/** What is switched on, and is off all the same, lacks the key by which Stripe is asked. */
export const isKeyKnown = ({ isOn, sample }: VerifyState): boolean => isOn || sample === 0;

const pace = (underWay: Run | null | undefined): number => (underWay ? PROGRESS : REFRESH);

export const reconcileQuery = queryOptions({
  queryKey: [RUNS, 'reconcile'],
  queryFn: ({ signal }) => api.get('/operations/reconcile', { signal }),
  refetchInterval: ({ state }) => pace(state.data?.underWay),
});

export const verifyQuery = queryOptions({
  queryKey: [RUNS, 'verify'],
  queryFn: ({ signal }) => api.get('/operations/verify', { signal }),
  refetchInterval: ({ state }) => pace(state.data?.underWay),
});

export const gapsQuery = queryOptions({
  queryKey: [RUNS, 'gaps'],
  queryFn: ({ signal }) => api.get('/operations/reconcile/gaps', { params: { query: { limit: SHOWN } }, signal }),
  refetchInterval: REFRESH,
});

export const differencesQuery = queryOptions({
  queryKey: [RUNS, 'differences'],
  queryFn: ({ signal }) => api.get('/operations/verify/differences', { params: { query: { limit: SHOWN } }, signal }),
  refetchInterval: REFRESH,
});

export const runsQuery = queryOptions({
  queryKey: [RUNS, 'list'],
  queryFn: ({ signal }) => api.get('/operations/runs', { params: { query: { limit: SHOWN } }, signal }),
  refetchInterval: ({ state }) => pace(state.data?.data.find(({ state: run }) => run === 'running')),
});
