import type { Engine } from '../../sandbox/engine/engine.js';

const DAY = 86_400;

/** What belongs to payments and what random lives come to only now and then: each kind of step at least once. */
export function directedPaymentsLife(engine: Engine): void {
  risks(engine);
  holds(engine);
  setups(engine);
  payouts(engine);
}

const payment = (payment_method: string) =>
  ({ amount: 6_000, currency: 'usd', payment_method, confirm: true }) as const;

function risks(engine: Engine): void {
  const { disputes, paymentIntents, reviews, store } = engine;
  const pause = () => engine.advance(60);
  for (const verdict of ['won', 'lost'] as const) {
    const disputed = paymentIntents.create(payment('pm_card_createDispute'));
    pause();
    const dispute = store.disputes.values().find(({ payment_intent }) => payment_intent === disputed.id);
    if (!dispute) continue;
    disputes.update(dispute.id, {
      evidence: { product_description: 'A workshop' },
      metadata: { case: '9' },
      submit: true,
    });
    engine.advance(DAY);
    disputes.decide(dispute.id, verdict);
    pause();
  }
  paymentIntents.create(payment('pm_card_createDisputeInquiry'));
  paymentIntents.create(payment('pm_card_createIssuerFraudRecord'));
  paymentIntents.create(payment('pm_card_riskLevelElevated'));
  pause();
  const warned = store.earlyFraudWarnings.values().at(-1);
  if (warned) engine.refunds.create({ payment_intent: warned.payment_intent });
  pause();
  const open = store.reviews.values().find((review) => review.open);
  if (open) reviews.approve(open.id);
  pause();
}

function holds(engine: Engine): void {
  const { paymentIntents } = engine;
  const manual = { ...payment('pm_card_visa'), capture_method: 'manual' } as const;
  const [captured] = [paymentIntents.create(manual), paymentIntents.create(manual)];
  engine.advance(60);
  paymentIntents.capture(captured.id, { amount_to_capture: 4_000 });
  engine.advance(8 * DAY);
}

function setups(engine: Engine): void {
  const { customers, setupIntents } = engine;
  const customer = customers.create({ name: 'Careful' }).id;
  const common = { customer, description: 'A card for later', metadata: { form: '2' } };
  setupIntents.create({ ...common, payment_method: 'pm_card_visa', confirm: true });
  for (const passes of [true, false]) {
    const asked = setupIntents.create({ ...common, payment_method: 'pm_card_authenticationRequired', confirm: true });
    engine.advance(60);
    setupIntents.authenticate(asked.id, passes);
    engine.advance(60);
  }
  const dropped = setupIntents.create(common);
  engine.advance(60);
  setupIntents.cancel(dropped.id, { cancellation_reason: 'abandoned' });
}

function payouts(engine: Engine): void {
  const { paymentIntents, payouts: out } = engine;
  paymentIntents.create({ ...payment('pm_card_bypassPending'), amount: 90_000 });
  engine.advance(60);
  const [paid, failed, canceled] = [1, 2, 3].map((n) =>
    out.create({ amount: 1_000 * n, currency: 'usd', description: `Payout ${n}`, metadata: { book: String(n) } }),
  );
  if (!paid || !failed || !canceled) return;
  out.cancel(canceled.id);
  engine.advance(60);
  out.update(paid.id, { metadata: { book: '7' } });
  engine.advance(DAY);
  out.pay(paid.id);
  out.fail(failed.id, 'account_closed');
  engine.advance(8 * DAY);
}
