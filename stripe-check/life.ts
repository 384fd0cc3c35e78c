import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stripe } from 'stripe';
import { TestTime } from './test-time.js';

/** All in seconds. */
const DAY = 86_400;
const WEEK = 7 * DAY;
/** After the end of a period its invoice is a draft for an hour. */
const FINALIZED = 3_720;

const TENANT = 'tenant_acme';
/** Milliseconds until the bank has disputed, or decided. */
const LIMIT = 120_000;

/** What the life leaves, by id; filled as it goes, so that what broke off can be taken away too. */
export interface Left {
  clock?: TestTime;
  product?: string;
  readonly prices: string[];
  coupon?: string;
  customer?: string;
  subscription?: string;
  session?: string;
  refund?: string;
  creditNote?: string;
  disputed?: string;
  dispute?: string;
}

const idOf = (value: string | { readonly id: string } | null | undefined): string =>
  (typeof value === 'string' ? value : value?.id) ?? '';

async function useCard(stripe: Stripe, { customer = '', subscription = '' }: Left, token: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(token, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  await stripe.subscriptions.update(subscription, { default_payment_method: id });
}

async function chargeOf(stripe: Stripe, invoice: string): Promise<string> {
  const { data } = await stripe.invoicePayments.list({ invoice, limit: 1 });
  const intent = await stripe.paymentIntents.retrieve(idOf(data[0]?.payment.payment_intent));
  return idOf(intent.latest_charge);
}

async function disputeOf(stripe: Stripe, charge: string): Promise<string> {
  for (const deadline = Date.now() + LIMIT; ; await delay(1_000)) {
    const { data } = await stripe.disputes.list({ charge });
    const id = data[0]?.id;
    if (id !== undefined) return id;
    if (Date.now() > deadline) throw new Error('nobody disputes the payment of pm_card_createDispute');
  }
}

/**
 * The demo's life by Stripe's API alone, with a week for a month: a tenant subscribes, upgrades, gets a discount, fails a
 * renewal, recovers, is partly refunded and credited, disputes a payment, cancels at the end of the period, and is gone.
 * A checkout cannot be completed without a browser: one is opened, and expires. Each step yields what has happened.
 */
export async function* life(stripe: Stripe, left: Left): AsyncGenerator<string, void> {
  const clock = (left.clock = await TestTime.begin(stripe, 'countinghouse test:stripe'));
  const product = await stripe.products.create({ name: 'Acme Cloud', metadata: { features: 'reports,exports' } });
  left.product = product.id;
  const shared = { currency: 'usd', product: product.id, recurring: { interval: 'week' } } as const;
  const basic = await stripe.prices.create({ ...shared, unit_amount: 1_900, nickname: 'Basic' });
  left.prices.push(basic.id);
  const pro = await stripe.prices.create({ ...shared, unit_amount: 4_900, nickname: 'Pro' });
  left.prices.push(pro.id);
  yield 'A shop with two plans opens.';

  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: basic.id, quantity: 1 }],
    client_reference_id: TENANT,
    success_url: 'https://example.com/success',
  });
  left.session = session.id;
  await stripe.checkout.sessions.expire(session.id);
  yield 'A checkout is opened, and left.';

  const email = `owner-${randomBytes(4).toString('hex')}@example.com`;
  const metadata = { tenant_id: TENANT };
  const customer = await stripe.customers.create({ test_clock: clock.id, email, name: 'Acme Inc.', metadata });
  left.customer = customer.id;
  const visa = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: visa.id } });
  const subscribed = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: basic.id }],
    metadata,
  });
  left.subscription = subscribed.id;
  yield 'tenant_acme subscribes to Basic and pays.';

  await clock.pass(2 * DAY);
  const item = subscribed.items.data[0]?.id ?? '';
  await stripe.subscriptions.update(subscribed.id, {
    items: [{ id: item, price: pro.id }],
    proration_behavior: 'always_invoice',
  });
  yield 'Two days later: upgrade to Pro, the difference is billed at once.';

  const coupon = await stripe.coupons.create({ name: 'Thank you', percent_off: 20, duration: 'once' });
  left.coupon = coupon.id;
  await stripe.subscriptions.update(subscribed.id, { discounts: [{ coupon: coupon.id }] });
  yield 'A coupon takes 20 % off the next invoice.';

  await clock.pass(DAY);
  await useCard(stripe, left, 'pm_card_chargeCustomerFail');
  await clock.pass(4 * DAY + FINALIZED);
  yield 'The card on file is replaced by one that is declined: the renewal fails.';

  await useCard(stripe, left, 'pm_card_visa');
  const { latest_invoice: latest } = await stripe.subscriptions.retrieve(subscribed.id);
  const invoice = idOf(latest);
  await stripe.invoices.pay(invoice);
  yield 'A good card, and the invoice is paid.';

  const charge = await chargeOf(stripe, invoice);
  left.refund = (await stripe.refunds.create({ charge, amount: 1_500, reason: 'requested_by_customer' })).id;
  yield 'A part of it is refunded.';

  const credit = { invoice, amount: 500, credit_amount: 500, reason: 'product_unsatisfactory' } as const;
  left.creditNote = (await stripe.creditNotes.create(credit)).id;
  yield 'A credit note puts another part into the customer’s balance.';

  const suspicious = await stripe.paymentIntents.create({
    amount: 2_500,
    currency: 'usd',
    customer: customer.id,
    payment_method: 'pm_card_createDispute',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    confirm: true,
  });
  left.disputed = idOf(suspicious.latest_charge);
  const dispute = await disputeOf(stripe, left.disputed);
  left.dispute = dispute;
  await stripe.disputes.update(dispute, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true });
  yield 'A payment is disputed; the evidence wins it back.';

  await stripe.subscriptions.update(subscribed.id, {
    cancel_at_period_end: true,
    cancellation_details: { feedback: 'unused' },
  });
  yield 'Cancelled at the end of the period; until then the plan stays.';

  await clock.pass(WEEK);
  yield 'The period is over, and the subscription with it.';
}
