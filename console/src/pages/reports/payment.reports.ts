import { count, money, PERIOD, share, type Report } from './report.js';

/** What was paid, what failed, and what went back. docs/reports.md says how each figure comes about. */
export const PAYMENT_REPORTS: readonly Report[] = [
  {
    path: '/stripe/reports/revenue',
    slug: 'revenue',
    title: 'Revenue',
    lead: 'What was charged, given back and kept, after Stripe’s fees.',
    over: 'periods',
    columns: [
      ...PERIOD,
      count('charges', 'Charges'),
      money('gross', 'Gross'),
      money('refunds', 'Refunds'),
      money('disputes', 'Disputes'),
      money('fees', 'Fees'),
      money('net', 'Net'),
      count('feesMissing', 'Fees unknown'),
    ],
    chart: [
      { name: 'gross', label: 'Gross', color: 'var(--line-strong)' },
      { name: 'net', label: 'Net', color: 'var(--accent)' },
    ],
  },
  {
    path: '/stripe/reports/failed-payments',
    slug: 'failed-payments',
    title: 'Failed payments',
    lead: 'What failed, and how much of it was paid after all.',
    over: 'periods',
    columns: [
      ...PERIOD,
      count('payments', 'Payments'),
      money('amount', 'Amount'),
      money('recoveredAmount', 'Recovered'),
      money('lostAmount', 'Lost'),
      money('openAmount', 'Open'),
      share('recovery', 'Recovery'),
    ],
    chart: [
      { name: 'recoveredAmount', label: 'Recovered', color: 'var(--ok)' },
      { name: 'openAmount', label: 'Open', color: 'var(--warn)' },
      { name: 'lostAmount', label: 'Lost', color: 'var(--bad)' },
    ],
    isStacked: true,
  },
  {
    path: '/stripe/reports/refunds-and-disputes',
    slug: 'refunds-and-disputes',
    title: 'Refunds & disputes',
    lead: 'What was given back, and what banks have taken or want.',
    over: 'periods',
    columns: [
      ...PERIOD,
      count('refunded', 'Refunds'),
      money('refundedAmount', 'Refunded'),
      money('pendingAmount', 'Pending'),
      count('contested', 'Disputes'),
      money('contestedAmount', 'Contested'),
      money('wonAmount', 'Won'),
      money('lostAmount', 'Lost'),
    ],
    chart: [
      { name: 'refundedAmount', label: 'Refunded', color: 'var(--line-strong)' },
      { name: 'contestedAmount', label: 'Contested', color: 'var(--warn)' },
      { name: 'lostAmount', label: 'Lost', color: 'var(--bad)' },
    ],
  },
];
