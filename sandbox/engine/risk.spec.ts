import { Engine } from './engine.js';
import { StripeApiError } from './errors.js';

const DAY = 86_400;

describe('disputes, fraud warnings and reviews', () => {
  let engine: Engine;

  beforeEach(() => {
    engine = new Engine({ seed: 'risk' });
  });

  function chargeOf(token: string, amount = 1_000): string {
    const params = { amount, currency: 'usd', payment_method: token, confirm: true };
    return engine.paymentIntents.create(params).latest_charge ?? '';
  }

  function typesSince(mark: number): string[] {
    return engine.events.slice(mark).map(({ type }) => type);
  }

  function disputeOf(charge: string) {
    return engine.store.disputes.get(engine.store.disputeOfCharge.get(charge) ?? '');
  }

  /** What the disputes have moved, fees included. */
  function moved(): number {
    const all = engine.store.balanceTransactions.values();
    return all.filter(({ type }) => type === 'adjustment').reduce((sum, { net }) => sum + net, 0);
  }

  it('a chargeback takes the amount and a fee, and the charge says so', () => {
    const charge = chargeOf('pm_card_visa');
    engine.advance(10);
    const mark = engine.events.length;
    const dispute = engine.disputes.create({ charge, reason: 'product_not_received' });
    expect(typesSince(mark)).toEqual(['charge.dispute.created', 'charge.updated', 'charge.dispute.funds_withdrawn']);
    expect(dispute).toMatchObject({
      amount: 1_000,
      balance_transactions: [{ amount: -1_000, fee: 1_500, net: -2_500, reporting_category: 'dispute' }],
      is_charge_refundable: false,
      payment_method_details: { card: { case_type: 'chargeback', network_reason_code: '13.1' } },
      status: 'needs_response',
    });
    expect(engine.events.at(-2)?.data.previous_attributes).toEqual({ disputed: false });
    expect(new Date((dispute.evidence_details.due_by ?? 0) * 1000).toISOString()).toBe('2026-11-11T23:59:59.000Z');
    expect(() => engine.refunds.create({ charge })).toThrow('has been charged back');
    expect(() => engine.disputes.create({ charge })).toThrow('has been disputed before');
  });

  it.each([
    ['winning_evidence', 'won', -1_500, ['charge.dispute.closed', 'charge.dispute.funds_reinstated']],
    ['losing_evidence', 'lost', -2_500, ['charge.dispute.closed']],
  ])('%s: %s', (text, status, balance, ending) => {
    const charge = chargeOf('pm_card_visa');
    const { id } = engine.disputes.create({ charge });
    engine.disputes.update(id, { evidence: { customer_name: 'Jenny' }, submit: false });
    expect(disputeOf(charge)).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true } });
    const mark = engine.events.length;
    engine.disputes.update(id, { evidence: { uncategorized_text: text } });
    expect(engine.events.at(-1)?.data.previous_attributes).toEqual({
      evidence: { uncategorized_text: null },
      evidence_details: { submission_count: 0, submission_method: 'not_submitted' },
      status: 'needs_response',
    });
    expect(() => engine.disputes.update(id, { submit: true })).toThrow('already been submitted');
    engine.advance(5);
    expect(typesSince(mark).filter((type) => type.startsWith('charge.dispute'))).toEqual([
      'charge.dispute.updated',
      ...ending,
    ]);
    expect(disputeOf(charge).status).toBe(status);
    expect(moved()).toBe(balance);
    expect(() => engine.disputes.decide(id, 'won')).toThrow('already closed');
  });

  it('one that nobody answers is lost when its time is over, one that the merchant gives in to at once', () => {
    const [silent, given] = [chargeOf('pm_card_visa'), chargeOf('pm_card_visa')];
    engine.disputes.create({ charge: silent });
    expect(engine.disputes.close(engine.disputes.create({ charge: given }).id).status).toBe('lost');
    engine.advance(9 * DAY);
    expect(disputeOf(silent).status).toBe('needs_response');
    engine.advance(DAY);
    expect(disputeOf(silent)).toMatchObject({ status: 'lost', evidence_details: { past_due: true } });
    expect(() => engine.disputes.update(disputeOf(silent).id, { evidence: { receipt: 'file_1' } })).toThrow(
      'already closed',
    );
    expect(engine.disputes.update(disputeOf(silent).id, { metadata: { a: '1' } }).metadata).toEqual({ a: '1' });
  });

  it('one that cannot be challenged is lost as it arrives', () => {
    const charge = chargeOf('pm_card_visa');
    const mark = engine.events.length;
    const dispute = engine.disputes.create({ charge, unchallengeable: true });
    expect(dispute).toMatchObject({ status: 'lost', evidence_details: { due_by: null } });
    expect(typesSince(mark)).toContain('charge.dispute.closed');
    expect(moved()).toBe(-2_500);
  });

  it('an inquiry takes no money, ends with a full refund or after 120 days, or becomes a chargeback', () => {
    const [refunded, forgotten, escalated] = [1, 2, 3].map(() => chargeOf('pm_card_createDisputeInquiry'));
    engine.advance(5);
    expect(moved()).toBe(0);
    expect(disputeOf(refunded ?? '')).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] });
    engine.refunds.create({ charge: refunded ?? '', amount: 400 });
    expect(disputeOf(refunded ?? '').status).toBe('warning_needs_response');
    engine.refunds.create({ charge: refunded ?? '' });
    expect(disputeOf(refunded ?? '').status).toBe('warning_closed');
    const mark = engine.events.length;
    const { id } = disputeOf(escalated ?? '');
    engine.disputes.update(id, { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } });
    expect(disputeOf(escalated ?? '').status).toBe('warning_under_review');
    engine.advance(1);
    expect(typesSince(mark)).toEqual([
      'charge.dispute.updated',
      'charge.dispute.updated',
      'charge.dispute.funds_withdrawn',
    ]);
    expect(disputeOf(escalated ?? '')).toMatchObject({ status: 'needs_response', is_charge_refundable: false });
    expect(() => engine.disputes.escalate(id)).toThrow('a chargeback already');
    engine.advance(120 * DAY);
    expect(disputeOf(forgotten ?? '').status).toBe('warning_closed');
    expect(disputeOf(escalated ?? '').status).toBe('lost');
  });

  it('the bank decides after sixty days, for the cardholder', () => {
    const charge = chargeOf('pm_card_visa');
    engine.disputes.update(engine.disputes.create({ charge }).id, { evidence: { receipt: 'file_1' } });
    engine.advance(59 * DAY);
    expect(disputeOf(charge).status).toBe('under_review');
    engine.advance(DAY);
    expect(disputeOf(charge).status).toBe('lost');
  });

  it('knows no other evidence than Stripe’s, and refuses charges without money', () => {
    const { id } = engine.disputes.create({ charge: chargeOf('pm_card_visa') });
    const evidence = Object.fromEntries([['toString', 'x']]);
    expect(() => engine.disputes.update(id, { evidence })).toThrow('unknown parameter: evidence[toString]');
    const hash = Object.fromEntries([['receipt', { a: 'b' }]]) as unknown as Record<string, string>;
    expect(() => engine.disputes.update(id, { evidence: hash })).toThrow('Invalid string');
    expect(() => engine.disputes.create({ charge: chargeOf('pm_card_chargeCustomerFail') })).toThrow(StripeApiError);
    expect(() => engine.disputes.create({ charge: chargeOf('pm_usBankAccount_success') })).toThrow(StripeApiError);
  });

  it.each([
    ['pm_card_createDispute', 'fraudulent'],
    ['pm_card_createDisputeProductNotReceived', 'product_not_received'],
  ])('%s is disputed by itself', (token, reason) => {
    const charge = chargeOf(token);
    engine.advance(5);
    expect(disputeOf(charge)).toMatchObject({ reason, status: 'needs_response' });
  });

  it('an early fraud warning can be acted on until the charge is refunded or disputed', () => {
    const [refunded, disputed] = [chargeOf('pm_card_createIssuerFraudRecord'), chargeOf('pm_card_visa')];
    engine.earlyFraudWarnings.create({ charge: disputed, fraud_type: 'made_with_stolen_card' });
    engine.advance(5);
    expect(engine.store.earlyFraudWarnings.values().map(({ actionable }) => actionable)).toEqual([true, true]);
    const mark = engine.events.length;
    engine.refunds.create({ charge: refunded, reason: 'fraudulent' });
    engine.disputes.create({ charge: disputed });
    const updates = engine.events.slice(mark).filter(({ type }) => type === 'radar.early_fraud_warning.updated');
    expect(updates.map(({ data }) => data.previous_attributes)).toEqual([{ actionable: true }, { actionable: true }]);
    expect(engine.store.charges.get(refunded).fraud_details).toEqual({ user_report: 'fraudulent' });
    expect(engine.earlyFraudWarnings.create({ charge: refunded }).actionable).toBe(false);
  });

  it('a review closes when it is approved, or when the payment is given back or disputed', () => {
    const ends = ['approved', 'refunded', 'refunded_as_fraud', 'disputed'] as const;
    for (const end of ends) {
      const charge = chargeOf('pm_card_riskLevelElevated');
      const { review } = engine.store.charges.get(charge);
      expect(engine.store.reviews.get(review ?? '')).toMatchObject({ open: true, reason: 'rule', charge });
      engine.advance(1);
      if (end === 'approved') engine.reviews.approve(review ?? '');
      else if (end === 'disputed') engine.disputes.create({ charge });
      else engine.refunds.create({ charge, ...(end === 'refunded_as_fraud' && { reason: 'fraudulent' }) });
      expect(engine.store.reviews.get(review ?? '')).toMatchObject({ open: false, closed_reason: end, reason: end });
      expect(() => engine.reviews.approve(review ?? '')).toThrow('already been closed');
    }
    expect(typesSince(0).filter((type) => type.startsWith('review'))).toEqual(
      ends.flatMap(() => ['review.opened', 'review.closed']),
    );
  });

  it('a review that somebody asks for is told by the charge', () => {
    const charge = chargeOf('pm_card_visa');
    const { id } = engine.reviews.open(charge);
    expect(engine.events.at(-1)).toMatchObject({
      type: 'charge.updated',
      data: { object: { review: id }, previous_attributes: { review: null } },
    });
    expect(() => engine.reviews.open(charge)).toThrow('has had its review');
  });
});
