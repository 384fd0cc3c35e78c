import { z } from 'zod';
import {
  CHURN,
  FAILED_PAYMENTS,
  MOVEMENTS,
  MRR,
  REFUNDS_AND_DISPUTES,
  REVENUE,
  SUBSCRIBERS,
  TIE_OUT,
} from './report.examples.js';

/** Money of the row's currency, in minor units. */
const minor = z.int();
const count = z.int();
/** A share, to four decimals; null of nothing. */
const share = z.number().nullable();
const time = z.iso.datetime();
const currency = z.string().meta({ example: 'usd' });

const period = { period: z.string().meta({ example: '2026-08-01' }), starts: time, ends: time, currency };

export const revenueRow = z.object({
  ...period,
  charges: count,
  gross: minor,
  refunds: minor,
  disputes: minor,
  fees: minor,
  net: minor,
  feesMissing: count.meta({ description: 'Charges of the period whose fee is not known yet: net is too high by it.' }),
});

export const mrrRow = z.object({
  currency,
  mrr: minor,
  arr: minor,
  subscriptions: count,
  customers: count,
  trials: count,
  trialMrr: minor.meta({ description: 'What running trials will bring in if they all stay. Not in mrr.' }),
  meteredItems: count.meta({ description: 'Items billed by usage. Not in mrr.' }),
  unpricedItems: count.meta({
    description: 'Items whose price does not tell an amount (tiers), or not in this currency. Not in mrr.',
  }),
  discountsMissing: count.meta({ description: 'Discounts whose terms are not known yet: mrr is too high by them.' }),
});

export const movementsRow = z.object({
  ...period,
  opening: minor,
  new: minor,
  expansion: minor,
  contraction: minor,
  churn: minor,
  reactivation: minor,
  closing: minor,
  newCustomers: count,
  churnedCustomers: count,
  reactivatedCustomers: count,
});

export const churnRow = z.object({
  ...period,
  customersAtStart: count,
  churnedCustomers: count,
  customersAtEnd: count,
  customerChurn: share,
  mrrAtStart: minor,
  churnedMrr: minor,
  contractedMrr: minor,
  revenueChurn: share,
  netRetention: share.meta({
    description: 'Opening with expansion, contraction and churn, without new and reactivation, over opening.',
  }),
});

export const subscribersRow = z.object({
  plan: z.string().nullable(),
  status: z.string(),
  currency,
  subscriptions: count,
  customers: count,
  quantity: count,
  mrr: minor,
});

export const failedPaymentsRow = z.object({
  ...period,
  payments: count,
  amount: minor,
  failedCharges: count,
  recovered: count,
  recoveredAmount: minor,
  lost: count,
  lostAmount: minor,
  open: count,
  openAmount: minor,
  recovery: share.meta({ description: 'Recovered payments over failed ones.' }),
});

export const refundsAndDisputesRow = z.object({
  ...period,
  refunded: count,
  refundedAmount: minor,
  pending: count,
  pendingAmount: minor,
  failed: count,
  failedAmount: minor,
  inquiry: count,
  inquiryAmount: minor,
  contested: count,
  contestedAmount: minor,
  won: count,
  wonAmount: minor,
  lost: count,
  lostAmount: minor,
  ended: count,
  endedAmount: minor,
});

export const tieOutRow = z.object({
  currency,
  reason: z.enum([
    'matched',
    'rounding',
    'not_invoiced',
    'changed_since',
    'discounted_once',
    'price_unknown',
    'unexplained',
  ]),
  subscriptions: count,
  mrr: minor,
  invoiced: minor,
  difference: minor,
});

export const tieOutDifference = z.object({
  subscription: z.string(),
  customer: z.string(),
  currency,
  reason: tieOutRow.shape.reason,
  mrr: minor,
  invoiced: minor,
  difference: minor,
});

export const freshness = {
  account: z.string().nullable().meta({ description: 'The connected account; null for your own.' }),
  asOf: time.meta({ description: 'Of which moment the rows are.' }),
  lagSeconds: count.meta({ description: 'How long the oldest event that is not settled has been waiting.' }),
  pendingEvents: count,
  pendingCustomers: count.meta({ description: 'Whose recurring revenue is being computed; 10,000 stands for more.' }),
  deadEvents: count.meta({
    description:
      'Events that could not be applied, and wait for an operator: what they told is missing. 10,000 stands for more.',
  }),
};

/** What every report is: rows, and how fresh they are. */
const reportOf = <Row extends z.ZodType>(row: Row) => z.object({ ...freshness, data: z.array(row) });

export const revenueReport = reportOf(revenueRow).meta({ example: REVENUE });
export const mrrReport = reportOf(mrrRow).extend({ at: time }).meta({ example: MRR });
export const movementsReport = reportOf(movementsRow).meta({ example: MOVEMENTS });
export const churnReport = reportOf(churnRow).meta({ example: CHURN });
export const subscribersReport = reportOf(subscribersRow).extend({ at: time }).meta({ example: SUBSCRIBERS });
export const failedPaymentsReport = reportOf(failedPaymentsRow).meta({ example: FAILED_PAYMENTS });
export const refundsAndDisputesReport = reportOf(refundsAndDisputesRow).meta({ example: REFUNDS_AND_DISPUTES });
export const tieOutReport = reportOf(tieOutRow)
  .extend({
    at: time,
    differences: z.array(tieOutDifference).meta({ description: 'The 100 largest that are more than a rounding.' }),
  })
  .meta({ example: TIE_OUT });
