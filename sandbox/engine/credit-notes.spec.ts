import fc from 'fast-check';
import type { Invoice } from '../objects/invoice.js';
import { Engine } from './engine.js';

describe('credit notes', () => {
  let engine: Engine;

  beforeEach(() => {
    engine = new Engine({ seed: 'credit notes' });
  });

  /** An invoice of 3 × 10.00, open when the card is declined. */
  function invoiceOf(token: string, discounts: { coupon: string }[] = []): Invoice {
    const product = engine.products.create({ name: 'Plan' }).id;
    const recurring = { interval: 'month' } as const;
    const price = engine.prices.create({ currency: 'usd', product, unit_amount: 1_000, recurring }).id;
    const customer = engine.customers.create({ payment_method: token }).id;
    const { latest_invoice } = engine.subscriptions.create({ customer, discounts, items: [{ price, quantity: 3 }] });
    engine.advance(60);
    return engine.store.invoices.get(latest_invoice ?? '');
  }

  const now = ({ id }: Invoice) => engine.store.invoices.get(id);
  const typesSince = (mark: number) => engine.events.slice(mark).map(({ type }) => type);

  it('of an open invoice ask for less; the next attempt takes the rest', () => {
    const invoice = invoiceOf('pm_card_chargeCustomerFail');
    const mark = engine.events.length;
    const note = engine.creditNotes.create({ invoice: invoice.id, amount: 1_200, reason: 'order_change' });
    expect(note).toMatchObject({
      type: 'pre_payment',
      pre_payment_amount: 1_200,
      post_payment_amount: 0,
      number: `${invoice.number}-CN-01`,
      refunds: [],
    });
    expect(typesSince(mark)).toEqual(['credit_note.created', 'invoice.updated']);
    expect(engine.events.at(-1)?.data.previous_attributes).toEqual({
      amount_due: 3_000,
      amount_remaining: 3_000,
      pre_payment_credit_notes_amount: 0,
    });
    const paid = engine.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 1_800, total: 3_000 });
    expect(engine.store.intentOfInvoice(invoice.id)).toMatchObject({ amount: 1_800, amount_received: 1_800 });
    expect(engine.store.charges.values().map(({ amount, status }) => [amount, status])).toEqual([
      [3_000, 'failed'],
      [1_800, 'succeeded'],
    ]);
  });

  it('of all of it bring the invoice to paid and the subscription to life', () => {
    const invoice = invoiceOf('pm_card_chargeCustomerFail');
    const mark = engine.events.length;
    engine.creditNotes.create({ invoice: invoice.id, amount: 3_000 });
    expect(typesSince(mark)).toEqual([
      'credit_note.created',
      'invoice.updated',
      'payment_intent.canceled',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
    ]);
    expect(now(invoice)).toMatchObject({ status: 'paid', amount_paid: 0, amount_remaining: 0 });
    expect(engine.store.subscriptions.values()[0]?.status).toBe('active');
  });

  it('are voided while the invoice is open', () => {
    const invoice = invoiceOf('pm_card_chargeCustomerFail');
    const { id } = engine.creditNotes.create({ invoice: invoice.id, amount: 500 });
    engine.advance(1);
    const mark = engine.events.length;
    expect(engine.creditNotes.void(id)).toMatchObject({ status: 'void', voided_at: engine.clock.now() });
    expect(typesSince(mark)).toEqual(['credit_note.voided', 'invoice.updated']);
    expect(now(invoice)).toMatchObject({
      amount_due: 3_000,
      amount_remaining: 3_000,
      pre_payment_credit_notes_amount: 0,
    });
    expect(() => engine.creditNotes.void(id)).toThrow('already void');
    const { id: last } = engine.creditNotes.create({ invoice: invoice.id, amount: 3_000 });
    expect(() => engine.creditNotes.void(last)).toThrow('invoice is open');
  });

  it('of a paid invoice give back by refund, by credit, or outside; the parts must add up', () => {
    const invoice = invoiceOf('pm_card_visa');
    const create = (parts: object) => engine.creditNotes.create({ invoice: invoice.id, amount: 1_000, ...parts });
    expect(() => create({})).toThrow('must equal the credit note amount (1000)');
    expect(() => create({ refund_amount: 1_500, credit_amount: -500 })).toThrow('must equal');
    const mark = engine.events.length;
    const note = create({ refund_amount: 600, credit_amount: 300, out_of_band_amount: 100 });
    expect(typesSince(mark)).toEqual([
      'refund.created',
      'charge.refunded',
      'customer.updated',
      'credit_note.created',
      'invoice.updated',
    ]);
    const [refund] = engine.store.refunds.values();
    expect(note).toMatchObject({
      type: 'post_payment',
      post_payment_amount: 1_000,
      out_of_band_amount: 100,
      refunds: [{ amount_refunded: 600, refund: refund?.id, type: 'refund' }],
    });
    const entry = engine.store.customerBalanceTransactions.get(note.customer_balance_transaction ?? '');
    expect(entry).toMatchObject({ amount: -300, ending_balance: -300, credit_note: note.id, type: 'credit_note' });
    expect(engine.store.customers.get(invoice.customer).balance).toBe(-300);
    expect(now(invoice)).toMatchObject({ status: 'paid', post_payment_credit_notes_amount: 1_000 });
  });

  it('never give back more than was taken, refunds included', () => {
    const invoice = invoiceOf('pm_card_visa');
    const charge = engine.store.intentOfInvoice(invoice.id)?.latest_charge ?? '';
    const refund = engine.refunds.create({ charge, amount: 1_000 });
    const credit = (amount: number, parts: object) => () =>
      engine.creditNotes.create({ invoice: invoice.id, amount, ...parts });
    expect(credit(2_001, { credit_amount: 2_001 })).toThrow('what is left to credit (2000)');
    expect(credit(1_000, { refunds: [{ refund: refund.id }] })).not.toThrow();
    expect(credit(1_000, { refunds: [{ refund: refund.id }] })).toThrow('must equal');
    expect(credit(2_000, { credit_amount: 2_000 })).not.toThrow();
    expect(credit(1, { credit_amount: 1 })).toThrow('what is left to credit (0)');
  });

  it('by lines say what was credited; the parts of a line add up to it, to the unit', () => {
    engine.coupons.create({ id: 'ODD', percent_off: 33.3, duration: 'forever' });
    const invoice = invoiceOf('pm_card_visa', [{ coupon: 'ODD' }]);
    const line = invoice.lines.data[0]?.id ?? '';
    const note = engine.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line, quantity: 1 }],
      out_of_band_amount: 667,
    });
    expect(note).toMatchObject({ subtotal: 1_000, discount_amount: 333, total: 667, amount: 667 });
    const property = fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 6 }), (wanted) => {
      engine = new Engine({ seed: 'lines' });
      engine.coupons.create({ id: 'ODD', percent_off: 33.3, duration: 'forever' });
      const credited = invoiceOf('pm_card_visa', [{ coupon: 'ODD' }]);
      const [whole] = credited.lines.data;
      const param = { type: 'invoice_line_item', invoice_line_item: whole?.id ?? '' } as const;
      let left = whole?.amount ?? 0;
      const credit = (lines: object) => {
        const preview = engine.creditNotes.preview({ invoice: credited.id, lines: [{ ...param, ...lines }] });
        engine.creditNotes.create({
          invoice: credited.id,
          lines: [{ ...param, ...lines }],
          out_of_band_amount: preview.amount,
        });
        left -= preview.subtotal;
      };
      for (const amount of wanted) if (amount <= left) credit({ amount });
      if (left > 0) credit({});
      const notes = engine.store.creditNotes.values();
      const sum = (of: (note: (typeof notes)[number]) => number) => notes.reduce((all, one) => all + of(one), 0);
      expect(sum(({ subtotal }) => subtotal)).toBe(3_000);
      expect(sum(({ discount_amount }) => discount_amount)).toBe(999);
      expect(sum(({ total }) => total)).toBe(2_001);
      expect(now(credited).post_payment_credit_notes_amount).toBe(2_001);
    });
    fc.assert(property, { numRuns: 40, seed: 7 });
  });

  it('cannot be had for drafts and voided invoices, nor for nothing', () => {
    const invoice = invoiceOf('pm_card_chargeCustomerFail');
    expect(() => engine.creditNotes.create({ invoice: invoice.id })).toThrow('amount');
    expect(() => engine.creditNotes.create({ invoice: invoice.id, amount: 0 })).toThrow('greater');
    expect(() => engine.creditNotes.create({ invoice: invoice.id, amount: 3_001 })).toThrow('left to credit (3000)');
    engine.invoices.void(invoice.id);
    expect(() => engine.creditNotes.create({ invoice: invoice.id, amount: 1 })).toThrow('invoice that is void');
  });

  it('can be edited', () => {
    const { id } = engine.creditNotes.create({ invoice: invoiceOf('pm_card_chargeCustomerFail').id, amount: 1 });
    engine.creditNotes.update(id, { memo: 'Sorry', metadata: { ticket: '7' } });
    expect(engine.events.at(-1)).toMatchObject({
      type: 'credit_note.updated',
      data: { previous_attributes: { memo: null } },
    });
  });
});
