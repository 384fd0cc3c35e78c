import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';
import type { Report } from './report.js';

export type Figure = string | number | null;
export type Row = Readonly<Record<string, Figure>>;

/** What all reports have in common; `data` is of the columns that {@link Report} names. */
export interface ReportAnswer {
  readonly asOf: string;
  /** How far the figures are behind Stripe. */
  readonly lagSeconds: number;
  readonly pendingEvents: number;
  readonly deadEvents: number;
  readonly data: readonly Row[];
}

export const FILTERS = ['from', 'to', 'interval', 'at'] as const;
export type Filters = Readonly<Record<(typeof FILTERS)[number], string>>;

/** What of the filters this report goes by. */
export const queryOf = ({ over }: Report, { from, to, interval, at }: Filters): Readonly<Record<string, string>> =>
  over === 'moment' ? { at } : { from, to, interval };

export const reportQuery = (report: Report, filters: Filters) => {
  const query = queryOf(report, filters);
  return queryOptions({
    queryKey: ['reports', report.slug, query],
    queryFn: ({ signal }) => ask<ReportAnswer>('GET', report.path, { query, signal }),
    placeholderData: keepPreviousData,
  });
};
