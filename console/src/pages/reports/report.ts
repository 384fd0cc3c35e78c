/** How a figure is shown. */
type Kind = 'text' | 'count' | 'money' | 'share';

export interface ReportColumn {
  /** Field of a row of the answer. */
  readonly name: string;
  readonly header: string;
  readonly kind: Kind;
}

/** Bars of the chart: money, of one currency. */
interface ReportSeries {
  readonly name: string;
  readonly label: string;
  readonly color: string;
}

export interface Report {
  readonly path: ReportPath;
  /** In the address of the page. */
  readonly slug: string;
  readonly title: string;
  readonly lead: string;
  /** `periods` goes by day, week or month; `moment` tells how things stood at a time. */
  readonly over: 'periods' | 'moment';
  readonly columns: readonly ReportColumn[];
  /** None of a report of a moment. */
  readonly chart: readonly ReportSeries[];
  /** Whether bars of a period stand on one another: gains above the line, losses below it. */
  readonly isStacked?: boolean;
}

type ReportPath =
  | '/stripe/reports/revenue'
  | '/stripe/reports/mrr'
  | '/stripe/reports/mrr/movements'
  | '/stripe/reports/mrr/tie-out'
  | '/stripe/reports/subscribers'
  | '/stripe/reports/churn'
  | '/stripe/reports/failed-payments'
  | '/stripe/reports/refunds-and-disputes';

export const text = (name: string, header: string): ReportColumn => ({ name, header, kind: 'text' });
export const count = (name: string, header: string): ReportColumn => ({ name, header, kind: 'count' });
export const money = (name: string, header: string): ReportColumn => ({ name, header, kind: 'money' });
export const share = (name: string, header: string): ReportColumn => ({ name, header, kind: 'share' });

export const CURRENCY = text('currency', 'Currency');
export const PERIOD = [text('period', 'From'), CURRENCY];
