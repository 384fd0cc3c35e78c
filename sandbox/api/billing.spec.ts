import { Stripe } from 'stripe';
import { hash } from '../previous-attributes.js';
import { StripeSandbox } from '../sandbox.js';
import { clientOf, idOf, monthlyPrice, refusal } from '../test/stripe-client.js';

describe('the billing resources of the API', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;
  let customer: string;
  let price: string;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'billing api' });
    stripe = clientOf(sandbox);
    price = await monthlyPrice(stripe);
  });
  beforeEach(async () => {
    customer = (await stripe.customers.create({ payment_method: 'pm_card_visa' })).id;
  });
  afterAll(() => sandbox.close());

  const inVersion = async (version: string, method: string, path: string, body?: string) => {
    const headers = {
      Authorization: `Bearer ${sandbox.apiKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Stripe-Version': version,
    };
    const answer = await fetch(`${sandbox.url}${path}`, { method, headers, ...(body && { body }) });
    return hash(await answer.json());
  };

  it('keeps coupons and promotion codes, and redeems them', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 12.5, duration: 'forever', metadata: { a: '1' } });
    expect(coupon).toMatchObject({ object: 'coupon', percent_off: 12.5, valid: true, metadata: { a: '1' } });
    await stripe.coupons.update(coupon.id, { name: 'An eighth' });
    const promotion = { type: 'coupon', coupon: coupon.id } as const;
    const code = await stripe.promotionCodes.create({ promotion, code: 'EIGHTH', max_redemptions: 5 });
    expect(await stripe.promotionCodes.list({ code: 'eighth' })).toMatchObject({ data: [{ id: code.id }] });
    expect(await stripe.promotionCodes.list({ coupon: 'other' })).toMatchObject({ data: [] });
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      discounts: [{ promotion_code: code.id }],
      expand: ['discounts.source.coupon', 'latest_invoice'],
    });
    expect(subscription).toMatchObject({
      discounts: [{ object: 'discount', source: { coupon: { id: coupon.id, name: 'An eighth', times_redeemed: 1 } } }],
      latest_invoice: { subtotal: 2_000, total: 1_750, amount_paid: 1_750 },
    });
    expect(await stripe.subscriptions.deleteDiscount(subscription.id)).toMatchObject({
      object: 'discount',
      deleted: true,
      subscription: subscription.id,
    });
    await stripe.coupons.del(coupon.id);
    expect(await stripe.coupons.retrieve(coupon.id)).toMatchObject({ deleted: true });
    expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({ active: false });
    expect(await refusal(stripe.coupons.create({ percent_off: 200 }))).toMatchObject({ param: 'percent_off' });
  });

  it('shows discounts in older shapes, and takes older parameters', async () => {
    const { id } = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const acacia = '2025-02-24.acacia';
    const refused = await inVersion('2026-10-28.endive', 'POST', `/v1/customers/${customer}`, `coupon=${id}`);
    expect(refused).toMatchObject({ error: { code: 'parameter_unknown', param: 'coupon' } });
    expect(await inVersion(acacia, 'POST', `/v1/customers/${customer}`, `coupon=${id}`)).toMatchObject({
      discount: { id: expect.stringMatching(/^di_/), coupon: { id, object: 'coupon', percent_off: 50 } },
    });
    const body = `customer=${customer}&items[0][price]=${price}&coupon=${id}`;
    const subscription = await inVersion(acacia, 'POST', '/v1/subscriptions', body);
    expect(subscription).toMatchObject({ discount: { coupon: { id }, subscription: subscription['id'] } });
    const code = await inVersion(acacia, 'POST', '/v1/promotion_codes', `coupon=${id}`);
    expect(code).toMatchObject({ object: 'promotion_code', coupon: { id, percent_off: 50 } });
    expect(await stripe.customers.deleteDiscount(customer)).toMatchObject({ deleted: true, customer });
  });

  it('issues, previews, lists and voids credit notes', async () => {
    const { latest_invoice } = await stripe.subscriptions.create({ customer, items: [{ price }] });
    const invoice = idOf(latest_invoice);
    const { data } = await stripe.invoices.listLineItems(invoice);
    const lines = [{ type: 'invoice_line_item', invoice_line_item: data[0]?.id ?? '', amount: 700 }] as const;
    const given = { invoice, lines: [...lines] };
    expect(await stripe.creditNotes.preview(given)).toMatchObject({ amount: 700 });
    expect(await stripe.creditNotes.list({ invoice })).toMatchObject({ data: [] });
    const note = await stripe.creditNotes.create({ ...given, refund_amount: 500, credit_amount: 200 });
    expect(note).toMatchObject({ amount: 700, type: 'post_payment', refunds: [{ amount_refunded: 500 }] });
    expect((await stripe.creditNotes.listLineItems(note.id)).data).toMatchObject([{ amount: 700 }]);
    expect((await stripe.customers.listBalanceTransactions(customer)).data).toMatchObject([
      { amount: -200, credit_note: note.id, id: note.customer_balance_transaction },
    ]);
    expect(await refusal(stripe.creditNotes.voidCreditNote(note.id))).toMatchObject({ statusCode: 400 });
    expect(await inVersion('2025-02-24.acacia', 'GET', `/v1/credit_notes/${note.id}`)).toMatchObject({
      refund: note.refunds[0]?.refund,
      tax_amounts: [],
    });
  });

  it('plans, changes, releases and cancels subscription schedules', async () => {
    const items = [{ price, quantity: 2 }];
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      end_behavior: 'release',
      phases: [{ items, duration: { interval: 'month', interval_count: 2 } }],
      expand: ['subscription'],
    });
    expect(schedule).toMatchObject({ status: 'active', subscription: { status: 'active', schedule: schedule.id } });
    expect(await stripe.subscriptionSchedules.list({ customer })).toMatchObject({ data: [{ id: schedule.id }] });
    const [phase] = schedule.phases;
    const updated = await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        { items, start_date: phase?.start_date ?? 0, end_date: phase?.end_date ?? 0 },
        { items: [{ price }], duration: { interval: 'week' } },
      ],
    });
    expect(updated.phases).toHaveLength(2);
    expect(await stripe.subscriptionSchedules.release(schedule.id)).toMatchObject({
      status: 'released',
      released_subscription: idOf(schedule.subscription),
    });
    const future = sandbox.clock.now() + 86_400;
    const body = `customer=${customer}&start_date=${future}&phases[0][items][0][price]=${price}&phases[0][iterations]=3`;
    const older = await inVersion('2025-08-27.basil', 'POST', '/v1/subscription_schedules', body);
    const [start, end] = [future, Number(hash(Object.values(Object(older['phases']))[0])['end_date'])].map(
      (at) => new Date(at * 1_000),
    );
    expect((end?.getUTCMonth() ?? 0) - (start?.getUTCMonth() ?? 0)).toBe(-9); // November to February
    expect(await stripe.subscriptionSchedules.cancel(String(older['id']))).toMatchObject({ status: 'canceled' });
    expect(await inVersion('2026-10-28.endive', 'POST', '/v1/subscription_schedules', body)).toMatchObject({
      error: { code: 'parameter_unknown' },
    });
  });

  it('keeps tax ids under their customer', async () => {
    const taxId = await stripe.customers.createTaxId(customer, { type: 'eu_vat', value: 'DE123456789' });
    expect(await stripe.customers.listTaxIds(customer)).toMatchObject({ data: [{ id: taxId.id }] });
    expect(await stripe.taxIds.retrieve(taxId.id)).toMatchObject({ country: 'DE', customer });
    expect(await stripe.customers.retrieve(customer, { expand: ['tax_ids'] })).toMatchObject({
      tax_ids: { data: [{ id: taxId.id }] },
    });
    const other = (await stripe.customers.create({})).id;
    expect(await refusal(stripe.customers.retrieveTaxId(other, taxId.id))).toMatchObject({ statusCode: 404 });
    expect(await stripe.customers.deleteTaxId(customer, taxId.id)).toMatchObject({ id: taxId.id, deleted: true });
    expect(await refusal(stripe.customers.retrieveTaxId(customer, taxId.id))).toMatchObject({ statusCode: 404 });
  });

  it('shows the plan of a price, and sends invoices', async () => {
    expect(await stripe.plans.retrieve(price)).toMatchObject({ id: price, object: 'plan', amount: 2_000 });
    expect((await stripe.plans.list()).data.map(({ id }) => id)).toContain(price);
    const { id } = await stripe.prices.create({
      currency: 'usd',
      product: idOf((await stripe.prices.retrieve(price)).product),
      recurring: { interval: 'year' },
      unit_amount: 5,
    });
    await stripe.plans.del(id);
    expect(await stripe.prices.retrieve(id)).toMatchObject({ deleted: true });
    const { latest_invoice } = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      collection_method: 'send_invoice',
      days_until_due: 14,
    });
    const sent = await stripe.invoices.sendInvoice(idOf(latest_invoice));
    expect(sent).toMatchObject({ status: 'open', due_date: sandbox.clock.now() + 14 * 86_400 });
  });
});
