import { Engine } from '../../sandbox/engine/engine.js';
import { randomLifecycle, scriptedLifecycle } from '../../sandbox/lifecycle.js';
import type { SandboxEvent } from '../../sandbox/objects/event.js';
import { directedBillingLife } from './directed-billing-life.js';
import { directedConnectLife } from './directed-connect-life.js';
import { directedPaymentsLife } from './directed-payments-life.js';

/** One event, with everything that the sandbox told of its object until then. */
export interface EventSample {
  readonly event: SandboxEvent;
  /** In the order in which it happened; the event itself is the last. */
  readonly history: readonly SandboxEvent[];
  /** The type that the event has in the sandbox, when it stands for one that the sandbox does not send. */
  readonly standsInAs?: string;
}

/** Long enough for every kind of step an object can take, short enough to deliver one by one. */
const LONGEST_HISTORY = 12;

const DAY = 86_400;

/** What the random lives never fill in (tenants, lookup keys, reasons), and what they do only now and then. */
function directedLife(engine: Engine): void {
  const { products, prices, customers, paymentMethods, subscriptions, invoices, paymentIntents, charges, refunds } =
    engine;
  const pause = () => engine.advance(60);

  const product = products.create({ name: 'Plan', description: 'For teams', metadata: { features: 'a,b' } });
  const price = prices.create({
    currency: 'usd',
    unit_amount: 1_900,
    product: product.id,
    recurring: { interval: 'month', interval_count: 3 },
    lookup_key: 'plan_quarterly',
    nickname: 'Quarterly',
  });
  const other = prices.create({
    currency: 'usd',
    unit_amount: 4_900,
    product: product.id,
    recurring: { interval: 'month', interval_count: 3 },
  });
  products.update(product.id, { default_price: price.id });
  pause();
  products.update(product.id, { active: false, metadata: { features: '' } });

  const withdrawn = products.create({ name: 'Draft' });
  const offer = prices.create({ currency: 'eur', unit_amount: 500, product: withdrawn.id });
  pause();
  prices.update(offer.id, { active: false, nickname: 'Old', metadata: { campaign: 'spring' } });
  products.update(withdrawn.id, { description: 'Not sold' });
  pause();
  prices.delete(offer.id);
  products.delete(withdrawn.id);

  const customer = customers.create({
    email: 'jenny@example.com',
    name: 'Jenny',
    description: 'VIP',
    balance: -300,
    metadata: { tenant_id: 'tenant_directed', user_id: 'user_ignored' },
  });
  const card = paymentMethods.attach('pm_card_visa', customer.id);
  pause();
  customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  paymentMethods.update(card.id, { card: { exp_month: 11, exp_year: 2039 }, metadata: { label: 'work' } });
  const debit = paymentMethods.attach('pm_usBankAccount_success', customer.id);
  pause();

  const trial = subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id, quantity: 2 }, { price: other.id }],
    description: 'Team',
    metadata: { user_id: 'user_directed' },
    trial_period_days: 7,
  });
  engine.advance(5 * DAY);
  subscriptions.pause(trial.id);
  pause();
  subscriptions.resume(trial.id, { billing_cycle_anchor: 'unchanged' });
  engine.advance(4 * DAY);
  const first = engine.store.subscriptions.get(trial.id).latest_invoice;
  if (first) invoices.update(first, { metadata: { note: 'checked' } });
  const item = engine.store.subscriptions.get(trial.id).items.data[0]?.id ?? '';
  subscriptions.update(trial.id, {
    items: [{ id: item, price: other.id }],
    proration_behavior: 'always_invoice',
    default_payment_method: card.id,
  });
  pause();
  subscriptions.update(trial.id, { cancel_at_period_end: true, cancellation_details: { feedback: 'too_complex' } });
  pause();
  subscriptions.cancel(trial.id);

  for (const close of ['void', 'markUncollectible'] as const) {
    const debtor = customers.create({ name: close, payment_method: 'pm_card_chargeCustomerFail' });
    pause();
    const owing = subscriptions.create({ customer: debtor.id, items: [{ price: price.id }] });
    pause();
    if (owing.latest_invoice) invoices[close](owing.latest_invoice);
    pause();
    customers.delete(debtor.id);
  }

  const renewing = subscriptions.create({ customer: customer.id, items: [{ price: other.id, quantity: 3 }] });
  const end = engine.store.subscriptions.get(renewing.id).items.data[0]?.current_period_end ?? 0;
  engine.advance(end - engine.clock.now() + 60);
  const draft = engine.store.subscriptions.get(renewing.id).latest_invoice;
  if (draft) invoices.deleteDraft(draft);

  const single = { amount: 2_000, currency: 'usd', customer: customer.id, description: 'Workshop' } as const;
  const pending = paymentIntents.create({ ...single, payment_method: 'pm_card_pendingRefund', confirm: true });
  const failing = paymentIntents.create({ ...single, payment_method: 'pm_card_refundFail', confirm: true });
  const slow = paymentIntents.create({ ...single, payment_method: debit.id, confirm: true });
  paymentIntents.create({ ...single, payment_method: 'pm_usBankAccount_insufficientFunds', confirm: true });
  const secured = paymentIntents.create({
    ...single,
    setup_future_usage: 'off_session',
    metadata: { order: '7' },
    payment_method: 'pm_card_authenticationRequired',
    confirm: true,
  });
  pause();
  paymentIntents.authenticate(secured.id, false);
  pause();
  paymentIntents.confirm(secured.id, { payment_method: 'pm_card_chargeCustomerFail' });
  pause();
  paymentIntents.cancel(secured.id, { cancellation_reason: 'abandoned' });
  const settled = refunds.create({ payment_intent: pending.id, amount: 700, reason: 'duplicate' });
  const lost = refunds.create({ payment_intent: failing.id, metadata: { ticket: '12' } });
  pause();
  refunds.update(settled.id, { metadata: { ticket: '11' } });
  refunds.update(lost.id, { metadata: { ticket: '13' } });
  engine.advance(4 * DAY);
  const debited = engine.store.paymentIntents.get(slow.id).latest_charge;
  if (debited) charges.update(debited, { description: 'Debited' });
  paymentMethods.detach(debit.id);
  entitlementsOf(engine);
}

/** Goes by its customer. */
const SUMMARY = 'entitlements.active_entitlement_summary';

function entitlementsOf(engine: Engine): void {
  const { customers, entitlements, prices, products, subscriptions } = engine;
  const product = products.create({ name: 'With features' }).id;
  for (const lookup_key of ['reports', 'exports']) {
    entitlements.attach(product, entitlements.createFeature({ name: lookup_key, lookup_key }).id);
  }
  const recurring = { interval: 'month' } as const;
  const price = prices.create({ currency: 'usd', unit_amount: 700, product, recurring }).id;
  const customer = customers.create({ name: 'Entitled', payment_method: 'pm_card_visa' });
  const subscription = subscriptions.create({ customer: customer.id, items: [{ price }] });
  engine.advance(60);
  subscriptions.cancel(subscription.id);
  engine.advance(60);
  subscriptions.create({ customer: customer.id, items: [{ price }] });
}

/** So many of the sample lives come first and are written down step by step. */
export const DIRECTED_LIVES = 5;

/** Several lives, each with all of its events. No value goes A -> B -> A within one second: such a tie needs Stripe. */
export function sampleLives(): SandboxEvent[][] {
  const lives: [seed: string, (engine: Engine) => unknown][] = [
    ['sample 0', directedLife],
    ['sample 1', directedBillingLife],
    ['sample 2', directedPaymentsLife],
    ['sample 3', scriptedLifecycle],
    ['sample of Connect', directedConnectLife],
    ...[1, 2, 3, 4, 5, 6].map((seed): [string, (engine: Engine) => unknown] => [
      `sample ${seed + 3}`,
      (engine) => randomLifecycle(seed, engine, { steps: 120, customers: 3, flips: false }),
    ]),
  ];
  return lives.map(([seed, live]) => {
    const engine = new Engine({ seed });
    live(engine);
    return [...engine.record.events];
  });
}

/** For every type the lives hold: the event whose object has been through most. */
export function samplesOf(lives: readonly (readonly SandboxEvent[])[]): Map<string, EventSample> {
  const samples = new Map<string, EventSample>();
  for (const events of lives) {
    const histories = new Map<unknown, SandboxEvent[]>();
    for (const event of events) {
      // a preview has no id, so nothing came before it
      const { object } = event.data;
      const id = object['id'] ?? (object['object'] === SUMMARY ? object['customer'] : undefined);
      const key = `${event.account} ${String(id)}`;
      const history = id === undefined ? [event] : [...(histories.get(key) ?? []), event];
      if (id !== undefined) histories.set(key, history);
      const known = samples.get(event.type)?.history.length ?? 0;
      if (history.length > known && history.length <= LONGEST_HISTORY) samples.set(event.type, { event, history });
    }
  }
  return samples;
}
