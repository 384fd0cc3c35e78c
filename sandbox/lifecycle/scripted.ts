import type { Engine } from '../engine/engine.js';

/** The ids that a scripted life leaves behind. */
export interface ScriptedLife {
  customer: string;
  subscription: string;
  session: string;
  basicPrice: string;
  proPrice: string;
  /** The refund of a part of the upgraded period's charge. */
  refund: string;
}

const DAY = 86_400;

/** Moves to an hour and a bit after the end of the running period: renewed, finalized, first payment tried. */
function renew(engine: Engine, subscription: string): void {
  const end = engine.store.subscriptions.get(subscription).items.data[0]?.current_period_end ?? 0;
  engine.advance(end - engine.clock.now() + 3_700);
}

/**
 * One customer's life, as the demo shows it: subscribes through Checkout, upgrades, gets a discount, fails a renewal,
 * recovers, is partly refunded and credited, disputes a payment, cancels at the end of the period, and is gone. Each step yields what has just happened, so that a
 * caller can wait for the webhooks in between. No tie in it needs a look at the API.
 */
export function* scriptedChapters(engine: Engine): Generator<string, ScriptedLife, void> {
  const product = engine.products.create({ name: 'Acme Cloud', metadata: { features: 'reports,exports' } }).id;
  const shared = { currency: 'usd', product, recurring: { interval: 'month' } } as const;
  const basic = engine.prices.create({ ...shared, unit_amount: 1_900, nickname: 'Basic', lookup_key: 'basic' });
  const pro = engine.prices.create({ ...shared, unit_amount: 4_900, nickname: 'Pro', lookup_key: 'pro' });
  engine.advance(60);
  yield 'A shop with two plans opens.';

  const session = engine.checkout.create({
    mode: 'subscription',
    line_items: [{ price: basic.id, quantity: 1 }],
    client_reference_id: 'tenant_acme',
    metadata: { tenant: 'tenant_acme' },
    subscription_data: { metadata: { tenant: 'tenant_acme' } },
    success_url: 'https://example.com/success',
  });
  engine.advance(45);
  const completed = engine.checkout.complete(session.id, { email: 'owner@acme.example', name: 'Acme Inc.' });
  const customer = completed.customer ?? '';
  const subscription = completed.subscription ?? '';
  engine.advance(5);
  yield 'tenant_acme subscribes to Basic through Checkout and pays.';

  engine.advance(10 * DAY);
  const item = engine.store.subscriptions.get(subscription).items.data[0]?.id ?? '';
  engine.subscriptions.update(subscription, {
    items: [{ id: item, price: pro.id }],
    proration_behavior: 'always_invoice',
  });
  engine.advance(5);
  yield 'Ten days later: upgrade to Pro, the difference is billed at once.';

  engine.advance(2 * DAY);
  const coupon = engine.coupons.create({ name: 'Thank you', percent_off: 20, duration: 'once' });
  engine.subscriptions.update(subscription, { discounts: [{ coupon: coupon.id }] });
  engine.advance(5);
  yield 'A coupon takes 20 % off the next invoice.';

  engine.advance(3 * DAY);
  useCard(engine, customer, subscription, 'pm_card_chargeCustomerFail');
  renew(engine, subscription);
  yield 'The card on file is replaced by one that is declined: the renewal fails.';

  useCard(engine, customer, subscription, 'pm_card_visa');
  engine.advance(3 * DAY + 10);
  yield 'A good card, and three days later the retry succeeds.';

  const invoice = engine.store.subscriptions.get(subscription).latest_invoice ?? '';
  const charge = engine.store.intentOfInvoice(invoice)?.latest_charge ?? '';
  const refund = engine.refunds.create({ charge, amount: 1_500, reason: 'requested_by_customer' });
  yield 'A part of it is refunded.';

  engine.advance(DAY);
  engine.creditNotes.create({ invoice, amount: 500, credit_amount: 500, reason: 'product_unsatisfactory' });
  yield 'A credit note puts another part into the customer’s balance.';

  engine.advance(DAY);
  const [disputed = ''] = engine.store.charges.values().map(({ id }) => id);
  const dispute = engine.disputes.create({ charge: disputed, reason: 'product_not_received' }).id;
  engine.advance(3 * DAY);
  engine.disputes.update(dispute, { evidence: { uncategorized_text: 'winning_evidence' } });
  engine.advance(5);
  yield 'The very first payment is disputed; the evidence wins it back.';

  engine.advance(DAY);
  engine.subscriptions.update(subscription, {
    cancel_at_period_end: true,
    cancellation_details: { feedback: 'unused' },
  });
  yield 'Cancelled at the end of the period; until then the plan stays.';

  renew(engine, subscription);
  yield 'The period is over, and the subscription with it.';
  return { customer, subscription, session: session.id, basicPrice: basic.id, proPrice: pro.id, refund: refund.id };
}

/** The whole of it in one go. */
export function scriptedLifecycle(engine: Engine): ScriptedLife {
  const chapters = scriptedChapters(engine);
  for (;;) {
    const chapter = chapters.next();
    if (chapter.done) return chapter.value;
  }
}

function useCard(engine: Engine, customer: string, subscription: string, token: string): void {
  const method = engine.paymentMethods.attach(token, customer).id;
  engine.customers.update(customer, { invoice_settings: { default_payment_method: method } });
  engine.subscriptions.update(subscription, { default_payment_method: method });
  engine.advance(60);
}
