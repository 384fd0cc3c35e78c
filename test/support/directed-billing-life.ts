import type { Engine } from '../../sandbox/engine/engine.js';

const DAY = 86_400;

/** What belongs to billing and what random lives come to only now and then: each kind of step at least once. */
export function directedBillingLife(engine: Engine): void {
  discounts(engine);
  schedules(engine);
  creditNotes(engine);
  invoicesByMail(engine);
  sessions(engine);
}

function monthly(engine: Engine, unitAmount: number): string {
  const product = engine.products.create({ name: `Plan of ${unitAmount}` });
  const recurring = { interval: 'month', interval_count: 1 } as const;
  return engine.prices.create({ currency: 'usd', unit_amount: unitAmount, product: product.id, recurring }).id;
}

function discounts(engine: Engine): void {
  const { coupons, customers, promotionCodes, prices, subscriptions, taxIds } = engine;
  const pause = () => engine.advance(60);
  const share = coupons.create({
    id: 'HALF',
    name: 'Half',
    percent_off: 12.5,
    duration: 'repeating',
    duration_in_months: 3,
  });
  const amount = coupons.create({
    amount_off: 300,
    currency: 'usd',
    duration: 'forever',
    max_redemptions: 5,
    redeem_by: engine.clock.now() + 90 * DAY,
  });
  pause();
  coupons.update(share.id, { name: 'One eighth', metadata: { campaign: 'spring' } });
  const code = promotionCodes.create({
    promotion: { type: 'coupon', coupon: share.id },
    code: 'SPRING',
    max_redemptions: 3,
    expires_at: engine.clock.now() + 30 * DAY,
    restrictions: { first_time_transaction: true, minimum_amount: 500, minimum_amount_currency: 'usd' },
  });
  pause();
  promotionCodes.update(code.id, { active: false, metadata: { campaign: 'over' } });
  const customer = customers.create({ name: 'Thrifty', email: 'thrifty@example.com', payment_method: 'pm_card_visa' });
  pause();
  customers.update(customer.id, { coupon: amount.id });
  pause();
  customers.update(customer.id, { coupon: share.id });
  const taxId = taxIds.create(customer.id, { type: 'eu_vat', value: 'DE123456789' });
  engine.advance(DAY);
  customers.deleteDiscount(customer.id);
  taxIds.delete(taxId.id);
  const subscription = subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly(engine, 3_000) }],
    discounts: [{ coupon: share.id }, { coupon: amount.id }],
  });
  pause();
  subscriptions.update(subscription.id, { discounts: '' });
  pause();
  coupons.delete(amount.id);
  const unsold = prices.create({
    currency: 'usd',
    unit_amount: 100,
    product: engine.products.create({ name: 'Unsold' }).id,
    recurring: { interval: 'week' },
  });
  pause();
  prices.update(unsold.id, { nickname: 'Weekly', metadata: { shelf: '3' } });
  pause();
  prices.delete(unsold.id);
}

function schedules(engine: Engine): void {
  const { customers, subscriptionSchedules } = engine;
  const price = monthly(engine, 2_500);
  const dear = monthly(engine, 5_000);
  const customer = customers.create({ name: 'Planner', payment_method: 'pm_card_visa' });
  const phases = [
    { items: [{ price, quantity: 2 }], duration: { interval: 'month', interval_count: 1 }, metadata: { phase: 'one' } },
    { items: [{ price: dear }], duration: { interval: 'month', interval_count: 1 } },
  ] as const;
  const whole = subscriptionSchedules.create({
    customer: customer.id,
    start_date: 'now',
    end_behavior: 'cancel',
    phases,
  });
  engine.advance(DAY);
  subscriptionSchedules.update(whole.id, { metadata: { note: 'checked' } });
  engine.advance(70 * DAY);
  const later = { customer: customer.id, start_date: engine.clock.now() + 5 * DAY, phases };
  const released = subscriptionSchedules.create({ customer: customer.id, start_date: 'now', phases });
  const canceled = subscriptionSchedules.create(later);
  engine.advance(DAY);
  subscriptionSchedules.release(released.id);
  subscriptionSchedules.cancel(canceled.id);
}

function creditNotes(engine: Engine): void {
  const { creditNotes: notes, customers, subscriptions } = engine;
  const price = monthly(engine, 4_000);
  const buyer = customers.create({ name: 'Dissatisfied', payment_method: 'pm_card_visa' });
  const paid = subscriptions.create({ customer: buyer.id, items: [{ price }] }).latest_invoice ?? '';
  engine.advance(60);
  const refunded = notes.create({
    invoice: paid,
    amount: 500,
    refund_amount: 500,
    reason: 'product_unsatisfactory',
    memo: 'Sorry',
  });
  const outside = notes.create({ invoice: paid, amount: 300, out_of_band_amount: 300 });
  notes.create({ invoice: paid, amount: 200, credit_amount: 200 });
  engine.advance(60);
  notes.update(refunded.id, { memo: 'Very sorry', metadata: { ticket: '4' } });
  notes.update(outside.id, { memo: 'In cash' });
  const debtor = customers.create({ name: 'Late', payment_method: 'pm_card_chargeCustomerFail' });
  const open = subscriptions.create({ customer: debtor.id, items: [{ price }] }).latest_invoice ?? '';
  engine.advance(60);
  const mistaken = notes.create({ invoice: open, amount: 700, reason: 'order_change' });
  engine.advance(60);
  notes.void(mistaken.id);
}

function invoicesByMail(engine: Engine): void {
  const { customers, subscriptions } = engine;
  const price = monthly(engine, 1_500);
  const payer = customers.create({ name: 'By mail' });
  subscriptions.create({
    customer: payer.id,
    items: [{ price }],
    collection_method: 'send_invoice',
    days_until_due: 10,
  });
  engine.advance(20 * DAY);
  const secured = customers.create({ name: 'Secured', payment_method: 'pm_card_authenticationRequired' });
  subscriptions.create({ customer: secured.id, items: [{ price }] });
  engine.advance(60);
}

function sessions(engine: Engine): void {
  const { checkout } = engine;
  const line_items = [{ price: monthly(engine, 900) }];
  const params = { mode: 'subscription', line_items, client_reference_id: 'tenant_session' } as const;
  checkout.complete(checkout.create(params).id, { payment_method: 'pm_usBankAccount_success' });
  checkout.complete(checkout.create({ ...params, metadata: { user_id: 'user_session' } }).id, {
    payment_method: 'pm_usBankAccount_insufficientFunds',
  });
  const left = checkout.create({ ...params, customer_email: 'left@example.com' });
  engine.advance(60);
  checkout.expire(left.id);
  engine.advance(7 * DAY);
}
