import fc from 'fast-check';
import { newInvoiceLine } from '../objects/invoice-line.js';
import { type Applicable, discountLines, shareAfter } from './invoice-discounts.js';

function line(amount: number, discountable = true) {
  const base = newInvoiceLine({
    id: 'il_1',
    amount,
    currency: 'usd',
    description: 'Line',
    invoice: null,
    metadata: {},
    parent: { invoice_item_details: null, subscription_item_details: null, type: 'subscription_item_details' },
    period: { end: 1, start: 0 },
    pricing: { price_details: { price: 'p', product: 'q' }, type: 'price_details', unit_amount_decimal: '1' },
    quantity: 1,
    subscription: null,
  });
  return { ...base, discountable };
}

const percent = (percent_off: number, id = 'di_p'): Applicable => ({
  coupon: { amount_off: null, currency: null, percent_off },
  id,
});
const off = (amount_off: number, currency = 'usd'): Applicable => ({
  coupon: { amount_off, currency, percent_off: null },
  id: 'di_a',
});

const anyDiscount = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map((hundredths) => percent(hundredths / 100)),
  fc.integer({ min: 1, max: 9_999_999 }).map((amount) => off(amount)),
);

describe('discounts of an invoice', () => {
  it('add up to the unit over the lines, and leave no line below zero', () => {
    const lines = fc.array(fc.tuple(fc.integer({ min: -99_999, max: 9_999_999 }), fc.boolean()), { maxLength: 12 });
    const property = fc.property(lines, fc.array(anyDiscount, { maxLength: 4 }), (amounts, applied) => {
      const discounts = applied.map((one, index) => ({ ...one, id: `di_${index}` }));
      const { lines: after, totals } = discountLines(
        amounts.map(([amount, open]) => line(amount, open)),
        discounts,
      );
      expect(totals.map(({ discount }) => discount)).toEqual(discounts.map(({ id }) => id));
      for (const { amount, discount } of totals) {
        const parts = after.flatMap(({ discount_amounts }) =>
          discount_amounts.filter((one) => one.discount === discount),
        );
        expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
      }
      for (const { amount, discount_amounts, discountable } of after) {
        const taken = discount_amounts.reduce((sum, part) => sum + part.amount, 0);
        expect(taken).toBeGreaterThanOrEqual(0);
        expect(taken).toBeLessThanOrEqual(discountable ? Math.max(0, amount) : 0);
      }
    });
    fc.assert(property);
  });

  it('stack in their order, each on what the former ones left', () => {
    const [first, second] = discountLines([line(1_000)], [percent(50), off(200)]).totals;
    expect([first?.amount, second?.amount]).toEqual([500, 200]);
    expect(discountLines([line(1_000)], [off(200), percent(50)]).totals.map(({ amount }) => amount)).toEqual([
      200, 400,
    ]);
  });

  it('an amount stops at zero, and in another currency takes nothing', () => {
    expect(discountLines([line(300), line(100)], [off(900)]).totals).toEqual([{ amount: 400, discount: 'di_a' }]);
    expect(discountLines([line(300)], [off(100, 'eur')]).totals).toEqual([{ amount: 0, discount: 'di_a' }]);
  });

  it('prorations are worth less by percentages only', () => {
    expect(shareAfter([percent(50), percent(20), off(100)])).toBeCloseTo(0.4);
    expect(shareAfter([])).toBe(1);
  });
});
