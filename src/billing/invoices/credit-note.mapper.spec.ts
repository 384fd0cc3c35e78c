import { toCreditNote } from './credit-note.mapper.js';

const [start, end] = [1_420_070_400, 1_422_748_800];
const facts = {
  id: 'cn_1',
  object: 'credit_note',
  amount: 1190,
  created: start,
  currency: 'eur',
  customer: 'cus_1',
  customer_balance_transaction: 'cbtxn_1',
  invoice: 'in_1',
  memo: 'Sorry',
  metadata: { ticket: '7' },
  number: 'A-1-CN-01',
  pdf: 'https://pay.stripe.com/credit_notes/x/pdf',
  reason: 'order_change',
  status: 'void',
  type: 'post_payment',
};
const older = {
  ...facts,
  discount_amount: 100,
  effective_at: end,
  out_of_band_amount: 200,
  subtotal: 1100,
  total: 1190,
  voided_at: end,
};
const line = {
  id: 'cnli_1',
  object: 'credit_note_line_item',
  amount: 1100,
  description: '1 × Gold',
  discount_amount: 100,
  invoice_line_item: 'il_1',
  quantity: 2,
  type: 'invoice_line_item',
  unit_amount: 550,
  unit_amount_decimal: '550',
};
const newest = {
  ...older,
  lines: {
    object: 'list',
    has_more: false,
    data: [{ ...line, metadata: { seat: '3' }, taxes: [{ amount: 190, tax_behavior: 'exclusive' }] }],
  },
  post_payment_amount: 1190,
  pre_payment_amount: 0,
  refunds: [
    { amount_refunded: 500, refund: 're_1', type: 'refund' },
    { amount_refunded: 100, refund: { id: 're_2', object: 'refund' }, type: 'refund' },
  ],
  total_taxes: [{ amount: 190, tax_behavior: 'exclusive' }],
};
const columns = {
  invoiceId: 'in_1',
  customerId: 'cus_1',
  status: 'void',
  type: 'post_payment',
  reason: 'order_change',
  number: 'A-1-CN-01',
  currency: 'eur',
  amount: 1190,
  subtotal: 1100,
  total: 1190,
  tax: 190,
  discountAmount: 100,
  prePaymentAmount: 0,
  postPaymentAmount: 1190,
  outOfBandAmount: 200,
  refundIds: ['re_1', 're_2'],
  customerBalanceTransactionId: 'cbtxn_1',
  memo: 'Sorry',
  pdf: 'https://pay.stripe.com/credit_notes/x/pdf',
  linesComplete: true,
  effectiveAt: new Date(end * 1000),
  voidedAt: new Date(end * 1000),
  metadata: { ticket: '7' },
  createdAt: new Date(start * 1000),
  lines: [
    {
      id: 'cnli_1',
      type: 'invoice_line_item',
      invoiceLineId: 'il_1',
      amount: 1100,
      description: '1 × Gold',
      quantity: 2,
      unitAmount: 550,
      unitAmountDecimal: '550',
      tax: 190,
      discountAmount: 100,
      metadata: { seat: '3' },
    },
  ],
};

describe('toCreditNote', () => {
  it('newest shape', () => {
    expect(toCreditNote(newest)).toEqual(columns);
  });

  it('before basil: one refund, taxes under another name, all ids expanded', () => {
    const preBasil = {
      ...older,
      customer: { id: 'cus_1', object: 'customer' },
      customer_balance_transaction: { id: 'cbtxn_1' },
      invoice: { id: 'in_1', object: 'invoice' },
      lines: { object: 'list', data: [{ ...line, tax_amounts: [{ amount: 190, inclusive: false }] }], has_more: true },
      refund: { id: 're_1', object: 'refund' },
      tax_amounts: [{ amount: 190, inclusive: false }],
    };
    expect(toCreditNote(preBasil)).toEqual({
      ...columns,
      refundIds: ['re_1'],
      linesComplete: false,
      lines: [{ ...columns.lines[0], metadata: {} }],
    });
  });

  it('2019: an amount, a refund, no lines', () => {
    expect(toCreditNote({ ...facts, refund: 're_1' })).toEqual({
      ...columns,
      subtotal: null,
      total: null,
      tax: 0,
      discountAmount: null,
      outOfBandAmount: null,
      refundIds: ['re_1'],
      linesComplete: null,
      effectiveAt: null,
      voidedAt: null,
      lines: [],
    });
  });

  it('of an open invoice', () => {
    const open = { ...facts, type: 'pre_payment', customer_balance_transaction: null };
    expect(toCreditNote(open)).toMatchObject({ prePaymentAmount: 1190, postPaymentAmount: 0, refundIds: [] });
  });

  it('a line that tells nothing but its id', () => {
    const [bare] = toCreditNote({ lines: [{ id: 'cnli_1' }] }).lines;
    expect(bare).toEqual({
      ...Object.fromEntries(Object.keys(columns.lines[0] ?? {}).map((column) => [column, null])),
      id: 'cnli_1',
      tax: 0,
      metadata: {},
    });
  });

  it.each([
    [{ amount: '11.90' }, 'amount is not a whole number.'],
    [{ total: 2 ** 53 }, 'total is not a whole number.'],
    [{ status: 1 }, 'status is not text.'],
    [{ refunds: { refund: 're_1', data: 5 } }, 'refunds is not a list.'],
    [{ lines: { data: [{ ...line, id: null }] } }, 'lines.data[0].id is not an id.'],
    [{ lines: { data: [{ ...line, unit_amount: 0.5 }] } }, 'lines.data[0].unit_amount is not a whole number.'],
    [{ total_taxes: [{ amount: 'x' }] }, 'total_taxes[0].amount is not a whole number.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toCreditNote({ ...newest, ...wrong })).toThrow(message);
  });
});
