import { explains, refundable, type Hold, type KnownRefund, type ShownCharge } from './refundable.js';

const at = (second: number) => new Date(1_700_000_000_000 + second * 1_000);
const charge = (amountRefunded: number, second = 100): ShownCharge => ({
  amount: 1_000,
  amountRefunded,
  shownAt: at(second),
});
const refund = (id: string, amount: number, more: Partial<KnownRefund> = {}): KnownRefund => ({
  id,
  amount,
  live: true,
  createdAt: at(50),
  requestId: null,
  ...more,
});
const hold = (id: string, amount: number, refundId: string | null = null): Hold => ({ id, amount, refundId });
const read = (amountRefunded: number, ...refunds: KnownRefund[]) => ({ amountRefunded, refunds });

describe('what is left to refund', () => {
  it('is all of it, less what is refunded, less what is held', () => {
    expect(refundable(charge(0), [], [], null)).toBe(1_000);
    expect(refundable(charge(300), [refund('re_1', 300)], [hold('rfr_1', 200)], null)).toBe(500);
    expect(refundable(charge(0), [refund('re_1', 900)], [hold('rfr_1', 200)], null)).toBe(0);
  });

  it.each<[string, KnownRefund[], Hold[]]>([
    ['the answer came first', [], [hold('rfr_1', 400, 're_1')]],
    ['the event came first', [refund('re_1', 400, { requestId: 'rfr_1' })], [hold('rfr_1', 400)]],
    ['both came', [refund('re_1', 400, { requestId: 'rfr_1' })], [hold('rfr_1', 400, 're_1')]],
    ['both came, and somebody took the metadata away', [refund('re_1', 400)], [hold('rfr_1', 400, 're_1')]],
  ])('counts a refund and its request once: %s', (_, told, holds) => {
    expect(refundable(charge(0), told, holds, null)).toBe(600);
    expect(refundable(charge(400), told, holds, read(400, refund('re_1', 400, { requestId: 'rfr_1' })))).toBe(600);
  });

  it('is not less for one that failed, whoever knows it', () => {
    const failed = refund('re_1', 400, { live: false, requestId: 'rfr_1' });
    const alive = { ...failed, live: true };
    expect(refundable(charge(0), [failed], [hold('rfr_1', 400, 're_1')], null)).toBe(1_000);
    expect(refundable(charge(400), [failed], [hold('rfr_1', 400)], read(0, alive))).toBe(1_000);
    expect(refundable(charge(400), [alive], [hold('rfr_1', 400, 're_1')], read(0, failed))).toBe(1_000);
  });

  it('is less for what Stripe counts and lists nowhere', () => {
    expect(refundable(charge(0), [], [hold('rfr_1', 100)], read(300))).toBe(600);
  });
});

describe('the refunds that we know explain what the charge shows', () => {
  it.each<[boolean, string, ShownCharge, KnownRefund[]]>([
    [true, 'nothing', charge(0), []],
    [true, 'one of before', charge(300), [refund('re_1', 300)]],
    [true, 'one that the row does not show yet', charge(0), [refund('re_1', 300, { createdAt: at(100) })]],
    [false, 'one that nobody told of', charge(300), []],
    [false, 'the rest of one', charge(500), [refund('re_1', 300)]],
    [false, 'one of the very second: it may be another', charge(300), [refund('re_1', 300, { createdAt: at(100) })]],
    [false, 'one that has failed since', charge(300), [refund('re_1', 300, { live: false })]],
    [false, 'one of no time', charge(300), [refund('re_1', 300, { createdAt: null })]],
  ])('%s: %s', (expected, _, shown, told) => {
    expect(explains(shown, told)).toBe(expected);
  });
});
