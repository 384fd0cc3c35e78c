import { Engine } from './engine.js';

const DAY = 86_400;

describe('payments that are captured by hand', () => {
  let engine: Engine;

  beforeEach(() => {
    engine = new Engine({ seed: 'capture' });
  });

  function hold(token = 'pm_card_visa') {
    return engine.paymentIntents.create({
      amount: 1_000,
      capture_method: 'manual',
      confirm: true,
      currency: 'usd',
      payment_method: token,
    });
  }

  function chargeOf(id: string) {
    return engine.store.charges.get(engine.store.paymentIntents.get(id).latest_charge ?? '');
  }

  function typesSince(mark: number): string[] {
    return engine.events.slice(mark).map(({ type }) => type);
  }

  it('hold the amount and book nothing until it is captured', () => {
    const intent = hold();
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 1_000, amount_received: 0 });
    expect(chargeOf(intent.id)).toMatchObject({ captured: false, amount_captured: 0, status: 'succeeded', paid: true });
    engine.advance(10);
    expect(engine.store.balanceTransactions.values()).toEqual([]);
    const mark = engine.events.length;
    expect(engine.paymentIntents.capture(intent.id)).toMatchObject({ status: 'succeeded', amount_received: 1_000 });
    engine.advance(3);
    expect(typesSince(0).slice(0, 3)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
    ]);
    expect(typesSince(mark)).toEqual(['charge.captured', 'payment_intent.succeeded', 'charge.updated']);
    expect(engine.store.balanceTransactions.values()).toMatchObject([{ amount: 1_000, net: 941 }]);
    expect(() => engine.paymentIntents.capture(intent.id)).toThrow('has a status of succeeded');
  });

  it('capture a part: the rest goes back without moving the balance', () => {
    const { id } = hold('pm_card_authenticationRequired');
    expect(engine.paymentIntents.authenticate(id, true).status).toBe('requires_capture');
    expect(() => engine.paymentIntents.capture(id, { amount_to_capture: 1_001 })).toThrow('amount to capture');
    expect(() => engine.paymentIntents.capture(id, { amount_to_capture: 0 })).toThrow('amount to capture');
    engine.paymentIntents.capture(id, { amount_to_capture: 700 });
    engine.advance(3);
    expect(chargeOf(id)).toMatchObject({ amount_captured: 700, amount_refunded: 300, captured: true, refunded: false });
    expect(engine.store.refunds.values()).toMatchObject([{ amount: 300, balance_transaction: null }]);
    expect(engine.store.balanceTransactions.values()).toMatchObject([{ amount: 700 }]);
    engine.refunds.create({ payment_intent: id });
    expect(chargeOf(id)).toMatchObject({ amount_refunded: 1_000, refunded: true });
    expect(engine.store.balanceTransactions.values().reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  });

  it('let go when they are canceled, and cannot be refunded before', () => {
    const { id, latest_charge } = hold('pm_card_riskLevelElevated');
    expect(() => engine.refunds.create({ charge: latest_charge ?? '' })).toThrow('has not been captured');
    const mark = engine.events.length;
    expect(engine.paymentIntents.cancel(id)).toMatchObject({ status: 'canceled', amount_capturable: 0 });
    expect(typesSince(mark)).toEqual(['refund.created', 'charge.refunded', 'review.closed', 'payment_intent.canceled']);
    expect(chargeOf(id)).toMatchObject({ captured: false, refunded: true });
    expect(engine.store.reviews.values()).toMatchObject([{ closed_reason: 'canceled' }]);
  });

  it('expire after seven days', () => {
    const [kept, left] = [hold(), hold()];
    engine.advance(7 * DAY - 1);
    engine.paymentIntents.capture(kept.id);
    const mark = engine.events.length;
    engine.advance(1);
    expect(typesSince(mark)).toEqual(
      expect.arrayContaining(['refund.created', 'charge.expired', 'payment_intent.canceled']),
    );
    expect(engine.store.paymentIntents.get(left.id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    });
    expect(engine.store.paymentIntents.get(kept.id).status).toBe('succeeded');
    expect(chargeOf(left.id)).toMatchObject({ captured: false, refunded: true, amount_refunded: 1_000 });
  });

  it('are for cards', () => {
    expect(() => hold('pm_usBankAccount_success')).toThrow('cannot be captured by hand');
  });
});
