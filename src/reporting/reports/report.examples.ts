/** One month of a shop with 42 customers, as the API's description shows each report. Amounts in minor units. */

const fresh = {
  account: null,
  asOf: '2026-08-31T23:59:58.120Z',
  lagSeconds: 0,
  pendingEvents: 0,
  pendingCustomers: 0,
  deadEvents: 0,
};
const at = fresh.asOf;
const august = {
  period: '2026-08-01',
  starts: '2026-08-01T00:00:00.000Z',
  ends: '2026-09-01T00:00:00.000Z',
  currency: 'usd',
};

export const REVENUE = {
  ...fresh,
  data: [
    {
      ...august,
      charges: 44,
      gross: 132_000,
      refunds: 3_000,
      disputes: 0,
      fees: 5_148,
      net: 123_852,
      feesMissing: 0,
    },
  ],
};

export const MRR = {
  ...fresh,
  at,
  data: [
    {
      currency: 'usd',
      mrr: 126_000,
      arr: 1_512_000,
      subscriptions: 42,
      customers: 42,
      trials: 3,
      trialMrr: 9_000,
      meteredItems: 2,
      unpricedItems: 0,
      discountsMissing: 0,
    },
  ],
};

export const MOVEMENTS = {
  ...fresh,
  data: [
    {
      ...august,
      opening: 117_000,
      new: 12_000,
      expansion: 3_000,
      contraction: 0,
      churn: 6_000,
      reactivation: 0,
      closing: 126_000,
      newCustomers: 4,
      churnedCustomers: 2,
      reactivatedCustomers: 0,
    },
  ],
};

export const CHURN = {
  ...fresh,
  data: [
    {
      ...august,
      customersAtStart: 40,
      churnedCustomers: 2,
      customersAtEnd: 42,
      customerChurn: 0.05,
      mrrAtStart: 117_000,
      churnedMrr: 6_000,
      contractedMrr: 0,
      revenueChurn: 0.0513,
      netRetention: 0.9744,
    },
  ],
};

export const SUBSCRIBERS = {
  ...fresh,
  at,
  data: [
    {
      plan: 'pro',
      status: 'active',
      currency: 'usd',
      subscriptions: 42,
      customers: 42,
      quantity: 42,
      mrr: 126_000,
    },
  ],
};

export const FAILED_PAYMENTS = {
  ...fresh,
  data: [
    {
      ...august,
      payments: 3,
      amount: 9_000,
      failedCharges: 5,
      recovered: 2,
      recoveredAmount: 6_000,
      lost: 0,
      lostAmount: 0,
      open: 1,
      openAmount: 3_000,
      recovery: 0.6667,
    },
  ],
};

export const REFUNDS_AND_DISPUTES = {
  ...fresh,
  data: [
    {
      ...august,
      refunded: 1,
      refundedAmount: 3_000,
      pending: 0,
      pendingAmount: 0,
      failed: 0,
      failedAmount: 0,
      inquiry: 0,
      inquiryAmount: 0,
      contested: 1,
      contestedAmount: 3_000,
      won: 0,
      wonAmount: 0,
      lost: 0,
      lostAmount: 0,
      ended: 0,
      endedAmount: 0,
    },
  ],
};

export const TIE_OUT = {
  ...fresh,
  at,
  data: [
    { currency: 'usd', reason: 'matched', subscriptions: 41, mrr: 123_000, invoiced: 123_000, difference: 0 },
    { currency: 'usd', reason: 'not_invoiced', subscriptions: 1, mrr: 3_000, invoiced: 0, difference: 3_000 },
  ],
  differences: [
    {
      subscription: 'sub_1TtEz02eZvKYlo2CkzmVJTPQ',
      customer: 'cus_U1mPaEbsVZ7xQG',
      currency: 'usd',
      reason: 'not_invoiced',
      mrr: 3_000,
      invoiced: 0,
      difference: 3_000,
    },
  ],
};
