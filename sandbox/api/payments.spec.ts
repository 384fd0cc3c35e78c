import { Stripe } from 'stripe';
import { hash } from '../previous-attributes.js';
import { StripeSandbox } from '../sandbox.js';
import { first } from '../test/first.js';
import { clientOf, idOf, refusal } from '../test/stripe-client.js';

describe('disputes, reviews, setup intents, payouts and captures by the API', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'payments api' });
    stripe = clientOf(sandbox);
  });

  afterEach(() => sandbox.close());

  async function pay(payment_method: string, amount = 4_000) {
    const intent = await stripe.paymentIntents.create({ amount, currency: 'usd', confirm: true, payment_method });
    sandbox.engine.advance(5);
    return { intent, charge: idOf(intent.latest_charge) };
  }

  it('answers disputes', async () => {
    const { charge } = await pay('pm_card_createDispute');
    const { data } = await stripe.disputes.list({ charge });
    const { id } = first(data);
    expect(await stripe.disputes.update(id, { evidence: { customer_name: 'Jenny' }, submit: false })).toMatchObject({
      evidence: { customer_name: 'Jenny' },
      status: 'needs_response',
    });
    const answered = await stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect(answered.status).toBe('under_review');
    sandbox.engine.advance(2);
    const won = await stripe.disputes.retrieve(id, { expand: ['charge'] });
    expect(won).toMatchObject({ status: 'won', charge: { disputed: true } });
    expect(won.balance_transactions.map(({ net }) => net)).toEqual([-5_500, 4_000]);
    expect(await refusal(stripe.disputes.close(id))).toMatchObject({ statusCode: 400 });
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
    expect(await refusal(stripe.disputes.retrieve('du_none'))).toMatchObject({ statusCode: 404 });
    const given = await pay('pm_card_createDispute');
    const open = first((await stripe.disputes.list({ charge: given.charge })).data);
    expect(await stripe.disputes.close(open.id)).toMatchObject({ status: 'lost' });
  });

  it('approves reviews, and shows fraud warnings', async () => {
    const { charge } = await pay('pm_card_riskLevelElevated');
    const { id } = first((await stripe.reviews.list()).data);
    expect(await stripe.reviews.approve(id)).toMatchObject({ open: false, closed_reason: 'approved', charge });
    expect((await stripe.reviews.list()).data).toEqual([]);
    expect(await stripe.reviews.retrieve(id)).toMatchObject({ reason: 'approved' });
    const warned = await pay('pm_card_createIssuerFraudRecord');
    const warnings = await stripe.radar.earlyFraudWarnings.list({ charge: warned.charge });
    expect(first(warnings.data)).toMatchObject({ actionable: true, payment_intent: warned.intent.id });
    expect(await stripe.radar.earlyFraudWarnings.retrieve(first(warnings.data).id)).toMatchObject({ livemode: false });
  });

  it('sets cards up', async () => {
    const customer = (await stripe.customers.create()).id;
    const intent = await stripe.setupIntents.create({ customer, metadata: { a: '1' } });
    const declined = stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclined' });
    expect(await refusal(declined)).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      setup_intent: { id: intent.id, status: 'requires_payment_method' },
    });
    expect(await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })).toMatchObject({
      status: 'succeeded',
      metadata: { a: '1' },
    });
    expect((await stripe.setupIntents.list({ customer })).data.map(({ id }) => id)).toEqual([intent.id]);
    expect(await refusal(stripe.setupIntents.cancel(intent.id))).toMatchObject({
      code: 'setup_intent_unexpected_state',
    });
    const session = await stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', customer });
    const mine = stripe.setupIntents.confirm(idOf(session.setup_intent), { payment_method: 'pm_card_visa' });
    expect(await refusal(mine)).toMatchObject({ statusCode: 400, message: expect.stringContaining('on its page') });
  });

  it('pays out, and lists what an automatic payout was made of', async () => {
    const { charge } = await pay('pm_card_bypassPending');
    const { available } = await stripe.balance.retrieve();
    expect(available).toMatchObject([{ amount: 4_000 - 146, currency: 'usd' }]);
    expect(await refusal(stripe.payouts.create({ amount: 10_000, currency: 'usd' }))).toMatchObject({
      code: 'balance_insufficient',
    });
    const manual = await stripe.payouts.create({ amount: 54, currency: 'usd', metadata: { a: '1' } });
    expect(await stripe.payouts.update(manual.id, { metadata: { b: '2' } })).toMatchObject({
      metadata: { a: '1', b: '2' },
    });
    expect(await stripe.payouts.cancel(manual.id)).toMatchObject({ status: 'canceled' });
    const [automatic] = sandbox.engine.payouts.sweep();
    sandbox.engine.advance(3 * 86_400);
    const id = automatic?.id ?? '';
    expect(await stripe.payouts.retrieve(id, { expand: ['destination'] })).toMatchObject({
      amount: 3_854,
      destination: { object: 'bank_account', last4: '6789' },
      reconciliation_status: 'completed',
      status: 'paid',
    });
    expect((await stripe.payouts.list({ status: 'paid' })).data.map((one) => one.id)).toEqual([id]);
    const moved = await stripe.balanceTransactions.list({ payout: id });
    expect(moved.data.map(({ type }) => type).sort()).toEqual(['charge', 'payout', 'payout', 'payout_cancel']);
    expect(moved.data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    expect((await stripe.balanceTransactions.list({ source: charge, type: 'charge' })).data).toHaveLength(1);
    const within = { arrival_date: { gt: sandbox.clock.now() } };
    expect((await stripe.payouts.list(within)).data).toEqual([]);
  });

  it('holds and captures', async () => {
    const held = await stripe.paymentIntents.create({
      amount: 4_000,
      capture_method: 'manual',
      confirm: true,
      currency: 'usd',
      payment_method: 'pm_card_visa',
    });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 4_000 });
    const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 3_000 });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 3_000 });
    expect(await stripe.charges.retrieve(idOf(captured.latest_charge))).toMatchObject({ amount_refunded: 1_000 });
    expect(await refusal(stripe.paymentIntents.capture(held.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('lets banks and customers act, as no API can be asked to', async () => {
    const act = async (path: string, body: object = {}) => {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return hash(await answer.json());
    };
    const { charge } = await pay('pm_card_bypassPending', 9_000);
    expect(await act('/reviews', { charge })).toMatchObject({ opened_reason: 'manual', open: true });
    expect(await act('/early_fraud_warnings', { charge })).toMatchObject({ actionable: true });
    const inquiry = await act('/disputes', { charge, amount: 1_000, inquiry: true });
    expect(inquiry).toMatchObject({ status: 'warning_needs_response' });
    expect(await act(`/disputes/${String(inquiry['id'])}/escalate`)).toMatchObject({ status: 'needs_response' });
    expect(await act(`/disputes/${String(inquiry['id'])}/decide`, { wins: false })).toMatchObject({ status: 'lost' });
    const setup = await stripe.setupIntents.create({ confirm: true, payment_method: 'pm_card_authenticationRequired' });
    expect(await act(`/setup_intents/${setup.id}/authenticate`, { passes: false })).toMatchObject({
      status: 'requires_payment_method',
    });
    const payout = await stripe.payouts.create({ amount: 100, currency: 'usd' });
    expect(await act(`/payouts/${payout.id}/pay`)).toHaveProperty('error');
    sandbox.engine.advance(86_400);
    expect(await act(`/payouts/${payout.id}/pay`)).toMatchObject({ status: 'paid' });
    expect(await act(`/payouts/${payout.id}/fail`, { code: 'no_account' })).toMatchObject({
      failure_code: 'no_account',
    });
    expect(await act('/payouts/daily')).toEqual({ daily: true });
    sandbox.engine.advance(86_400);
    expect((await stripe.payouts.list({ limit: 1 })).data).toMatchObject([{ automatic: true }]);
  });

  it('shows an older version the dispute in its charge', async () => {
    const { charge } = await pay('pm_card_createDispute');
    const headers = { Authorization: `Bearer ${sandbox.apiKey}`, 'Stripe-Version': '2022-11-15' };
    const answer = await fetch(`${sandbox.url}/v1/charges/${charge}`, { headers });
    expect(await answer.json()).toMatchObject({ disputed: true, dispute: expect.stringMatching(/^du_/) });
  });
});
