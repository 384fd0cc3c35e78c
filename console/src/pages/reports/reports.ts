import { PAYMENT_REPORTS } from './payment.reports.js';
import { RECURRING_REPORTS } from './recurring.reports.js';
import type { Report } from './report.js';

const [REVENUE, ...PAYMENTS] = PAYMENT_REPORTS;

/** In the order in which they are offered: the first one is what `Reports` opens. */
export const REPORTS: readonly Report[] = [...(REVENUE ? [REVENUE] : []), ...RECURRING_REPORTS, ...PAYMENTS];
