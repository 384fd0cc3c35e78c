import { toInvoice } from './invoice.mapper.js';

const [start, end] = [1_420_070_400, 1_422_748_800];
const facts = {
  id: 'in_1',
  object: 'invoice',
  amount_due: 2061,
  attempt_count: 1,
  attempted: true,
  currency: 'eur',
  customer: 'cus_1',
  description: 'Thanks',
  metadata: { po: '7' },
  next_payment_attempt: null,
  period_start: start,
  period_end: end,
  starting_balance: 0,
  subtotal: 1900,
  total: 2061,
};
const older = {
  ...facts,
  amount_paid: 2061,
  amount_remaining: 0,
  billing_reason: 'subscription_cycle',
  collection_method: 'charge_automatically',
  created: start,
  default_payment_method: null,
  due_date: null,
  hosted_invoice_url: 'https://invoice.stripe.com/i/x',
  invoice_pdf: 'https://pay.stripe.com/invoice/x/pdf',
  last_finalization_error: null,
  number: 'A-1',
  status: 'paid',
  status_transitions: { finalized_at: start, marked_uncollectible_at: null, paid_at: end, voided_at: null },
  total_discount_amounts: [{ amount: 200, discount: 'di_1' }],
};
const line = {
  id: 'il_1',
  object: 'line_item',
  amount: 1900,
  currency: 'eur',
  description: '1 × Gold',
  discount_amounts: [{ amount: 200, discount: 'di_1' }],
  metadata: {},
  period: { start, end },
  quantity: 1,
};
const newest = {
  ...older,
  discounts: ['di_1'],
  lines: {
    object: 'list',
    has_more: false,
    data: [
      {
        ...line,
        parent: {
          type: 'subscription_item_details',
          subscription_item_details: {
            invoice_item: null,
            proration: false,
            subscription: 'sub_1',
            subscription_item: 'si_1',
          },
        },
        pricing: { type: 'price_details', price_details: { price: 'gold', product: 'prod_1' } },
        taxes: [{ amount: 361, tax_behavior: 'exclusive' }],
      },
    ],
  },
  parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_1', metadata: {} } },
  payments: {
    object: 'list',
    data: [{ is_default: true, status: 'paid', payment: { type: 'payment_intent', payment_intent: 'pi_1' } }],
  },
  total_taxes: [{ amount: 361, tax_behavior: 'exclusive' }],
};
const columns = {
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  paymentIntentId: 'pi_1',
  chargeId: null,
  status: 'paid',
  paid: true,
  number: 'A-1',
  billingReason: 'subscription_cycle',
  collectionMethod: 'charge_automatically',
  currency: 'eur',
  subtotal: 1900,
  total: 2061,
  tax: 361,
  amountDiscount: 200,
  amountDue: 2061,
  amountPaid: 2061,
  amountRemaining: 0,
  amountOverpaid: 0,
  startingBalance: 0,
  attemptCount: 1,
  attempted: true,
  nextPaymentAttempt: null,
  dueDate: null,
  periodStart: new Date(start * 1000),
  periodEnd: new Date(end * 1000),
  finalizedAt: new Date(start * 1000),
  paidAt: new Date(end * 1000),
  voidedAt: null,
  markedUncollectibleAt: null,
  finalizationErrorCode: null,
  finalizationErrorMessage: null,
  defaultPaymentMethodId: null,
  hostedInvoiceUrl: 'https://invoice.stripe.com/i/x',
  invoicePdf: 'https://pay.stripe.com/invoice/x/pdf',
  description: 'Thanks',
  linesComplete: true,
  discounts: [{ id: 'di_1', coupon: null, promotion_code: null }],
  metadata: { po: '7' },
  createdAt: new Date(start * 1000),
  lines: [
    {
      id: 'il_1',
      amount: 1900,
      currency: 'eur',
      description: '1 × Gold',
      quantity: 1,
      priceId: 'gold',
      productId: 'prod_1',
      subscriptionId: 'sub_1',
      subscriptionItemId: 'si_1',
      invoiceItemId: null,
      proration: false,
      tax: 361,
      amountDiscount: 200,
      periodStart: new Date(start * 1000),
      periodEnd: new Date(end * 1000),
      metadata: {},
    },
  ],
};

describe('toInvoice', () => {
  it('newest shape', () => {
    expect(toInvoice(newest)).toEqual(columns);
  });

  it('before basil: subscription, payment, taxes and prices at the top', () => {
    const preBasil = {
      ...older,
      charge: null,
      customer: { id: 'cus_1', object: 'customer' },
      discounts: ['di_1'],
      lines: {
        object: 'list',
        data: [
          {
            ...line,
            invoice_item: null,
            price: { id: 'gold', product: 'prod_1' },
            proration: false,
            subscription: 'sub_1',
            subscription_item: 'si_1',
            tax_amounts: [{ amount: 361, inclusive: false }],
            type: 'subscription',
          },
        ],
      },
      paid: true,
      payment_intent: { id: 'pi_1', object: 'payment_intent' },
      subscription: { id: 'sub_1', object: 'subscription' },
      tax: 361,
      total_tax_amounts: [{ amount: 361, inclusive: false }],
    };
    expect(toInvoice(preBasil)).toEqual(columns);
  });

  it('2015: no status, a date, one tax, a charge, lines named after what they bill', () => {
    const oldest = {
      ...facts,
      charge: 'ch_1',
      closed: true,
      date: start,
      discount: { coupon: { id: 'SAVE' } },
      forgiven: false,
      lines: {
        object: 'list',
        data: [
          {
            ...line,
            id: 'sub_1',
            discount_amounts: null,
            plan: { id: 'gold' },
            proration: false,
            type: 'subscription',
          },
        ],
      },
      paid: true,
      subscription: 'sub_1',
      tax: 361,
    };
    expect(toInvoice(oldest)).toEqual({
      ...columns,
      paymentIntentId: null,
      chargeId: 'ch_1',
      number: null,
      billingReason: null,
      finalizedAt: null,
      paidAt: null,
      hostedInvoiceUrl: null,
      invoicePdf: null,
      discounts: [{ id: null, coupon: 'SAVE', promotion_code: null }],
      lines: [
        { ...columns.lines[0], id: 'sub_1', productId: null, subscriptionItemId: null, tax: 0, amountDiscount: 0 },
      ],
    });
  });

  it('early 2019: finalized_at stood on the invoice', () => {
    const { status_transitions: _, ...early } = older;
    expect(toInvoice({ ...early, finalized_at: start }).finalizedAt).toEqual(new Date(start * 1000));
  });

  it('keeps both of two lines that share an id, and says when some are missing', () => {
    const { lines, linesComplete } = toInvoice({
      ...older,
      lines: { data: [line, { ...line, amount: -400 }, { ...line, amount: 5 }], has_more: true },
    });
    expect(lines.map(({ id, amount }) => [id, amount])).toEqual([
      ['il_1', 1900],
      ['il_1#2', -400],
      ['il_1#3', 5],
    ]);
    expect(linesComplete).toBe(false);
  });

  it('a line that tells nothing but its id', () => {
    const [bare] = toInvoice({ lines: [{ id: 'il_1' }] }).lines;
    expect(bare).toEqual({
      ...Object.fromEntries(Object.keys(columns.lines[0] ?? {}).map((column) => [column, null])),
      id: 'il_1',
      proration: false,
      tax: 0,
      amountDiscount: 0,
      metadata: {},
    });
  });

  it('paid twice', () => {
    expect(toInvoice({ ...newest, amount_paid: 4122, amount_overpaid: 2061 })).toEqual({
      ...columns,
      amountPaid: 4122,
      amountOverpaid: 2061,
    });
  });

  it('a finalization that failed', () => {
    const failed = { ...older, last_finalization_error: { code: 'customer_tax_location_invalid', message: 'Where?' } };
    expect(toInvoice(failed)).toMatchObject({
      finalizationErrorCode: 'customer_tax_location_invalid',
      finalizationErrorMessage: 'Where?',
    });
  });

  it.each([
    [{ amount_due: '20.61' }, 'amount_due is not a whole number.'],
    [{ total: 2 ** 53 }, 'total is not a whole number.'],
    [{ created: '2015-01-01' }, 'created is not a time in seconds.'],
    [{ lines: { data: [{ ...line, amount: 19.5 }] } }, 'lines.data[0].amount is not a whole number.'],
    [{ lines: { data: [{ ...line, period: 5 }] } }, 'lines.data[0].period is not a hash.'],
    [
      { parent: { subscription_details: { subscription: 5 } } },
      'parent.subscription_details.subscription is not an id.',
    ],
  ])('refuses %j', (wrong, message) => {
    expect(() => toInvoice({ ...newest, ...wrong })).toThrow(message);
  });
});
