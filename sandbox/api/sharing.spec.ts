import type { Stripe } from 'stripe';
import { first } from '../test/first.js';
import { look, send } from '../test/forms.js';
import { clientOf, refusal } from '../test/stripe-client.js';
import { StripeSandbox } from '../sandbox.js';

const SAID = {
  business_profile: { product_description: 'Lamps', support_phone: '1', url: 'https://lamps.example' },
  external_account: 'btok_us',
};
const URLS = { success_url: 'https://shop.example/done', cancel_url: 'https://shop.example/' };
const EXPRESS = {
  fees: { payer: 'application' },
  losses: { payments: 'application' },
  stripe_dashboard: { type: 'express' },
} as const;

const idOf = (named: string | { readonly id: string } | null): string =>
  typeof named === 'string' ? named : (named?.id ?? '');

describe('payments for connected accounts', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;
  let account: string;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'sharing' });
    stripe = clientOf(sandbox);
    account = await enabled();
  });

  afterEach(() => sandbox.close());

  async function enabled(): Promise<string> {
    const { id } = await stripe.accounts.create({
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      controller: EXPRESS,
    });
    await stripe.accounts.update(id, { ...SAID, tos_acceptance: { date: sandbox.clock.now(), ip: '127.0.0.1' } });
    sandbox.engine.advance(2);
    return id;
  }

  const pay = (params: Partial<Stripe.PaymentIntentCreateParams>, options: Stripe.RequestOptions = {}) =>
    stripe.paymentIntents.create(
      { amount: 5_000, currency: 'usd', confirm: true, payment_method: 'pm_card_bypassPending', ...params },
      options,
    );

  const typesSince = (from: number) =>
    sandbox.events.slice(from).map(({ account: of, type }) => `${of ? 'theirs' : 'ours'} ${type}`);

  it('what is not said of who bears what is as of a standard account; what does not fit is refused', async () => {
    expect((await stripe.accounts.retrieve(account)).controller).toEqual({
      ...EXPRESS,
      is_controller: true,
      requirement_collection: 'stripe',
      type: 'application',
    });
    const { controller, type } = await stripe.accounts.create({ controller: { requirement_collection: 'stripe' } });
    expect([type, controller]).toMatchObject([
      'none',
      { fees: { payer: 'account' }, losses: { payments: 'stripe' }, stripe_dashboard: { type: 'full' } },
    ]);
    for (const params of [
      { type: 'express', controller: EXPRESS },
      { controller: { losses: { payments: 'application' } } },
      { controller: { ...EXPRESS, requirement_collection: 'application' } },
    ]) {
      expect(await refusal(stripe.accounts.create(params))).toMatchObject({ statusCode: 400 });
    }
  });

  it('a login link leads once to the Express Dashboard, of those who have it', async () => {
    await pay({}, { stripeAccount: account });
    sandbox.engine.advance(4);
    const { url } = await stripe.accounts.createLoginLink(account);
    const { text } = await look(sandbox, url);
    expect(text).toContain(account);
    expect(text).toContain('$48.25');
    expect((await look(sandbox, url)).status).toBe(404);
    expect((await look(sandbox, `/express/${account}/none`)).status).toBe(404);
    const { id: standard } = await stripe.accounts.create({ type: 'standard' });
    const { id: fresh } = await stripe.accounts.create({ type: 'express' });
    for (const id of [standard, fresh]) {
      expect(await refusal(stripe.accounts.createLoginLink(id))).toMatchObject({ statusCode: 400 });
    }
  });

  it('of a direct charge the platform gets its fee', async () => {
    const from = sandbox.events.length;
    const { latest_charge, ...intent } = await pay({ application_fee_amount: 400 }, { stripeAccount: account });
    expect(intent).toMatchObject({ application: expect.stringMatching(/^ca_/), application_fee_amount: 400 });
    expect(typesSince(from)).toContain('ours application_fee.created');
    const charge = await stripe.charges.retrieve(idOf(latest_charge), {}, { stripeAccount: account });
    expect(charge).toMatchObject({ application: intent.application, application_fee_amount: 400, transfer_data: null });
    const fee = await stripe.applicationFees.retrieve(idOf(charge.application_fee), {
      expand: ['balance_transaction'],
    });
    expect(fee).toMatchObject({
      account,
      amount: 400,
      balance_transaction: { type: 'application_fee', net: 400 },
      charge: charge.id,
      originating_transaction: null,
    });
    sandbox.engine.advance(4);
    const booked = first((await stripe.balanceTransactions.list({}, { stripeAccount: account })).data);
    expect(booked).toMatchObject({ fee: 575, fee_details: [{ amount: 400 }, { amount: 175 }], net: 4_425 });
  });

  it('of a destination charge the account gets all, and the platform its fee back', async () => {
    const from = sandbox.events.length;
    const destination = { application_fee_amount: 9_000, transfer_data: { destination: account } };
    const { latest_charge } = await pay({ ...destination, on_behalf_of: account });
    expect(typesSince(from)).toEqual(
      expect.arrayContaining(['ours application_fee.created', 'ours transfer.created', 'theirs payment.created']),
    );
    const charge = await stripe.charges.retrieve(idOf(latest_charge), { expand: ['transfer', 'application_fee'] });
    expect(charge).toMatchObject({
      application: null,
      application_fee: { account, amount: 5_000, originating_transaction: charge.id },
      on_behalf_of: account,
      transfer: { amount: 5_000, destination: account, source_transaction: charge.id },
      transfer_data: { amount: null, destination: account },
    });
    const theirs = (await stripe.charges.list({}, { stripeAccount: account })).data;
    expect(theirs).toMatchObject([{ amount: 5_000, payment_intent: null, source_transfer: expect.any(String) }]);
    const { id } = first(theirs);
    expect(await stripe.charges.retrieve(id, {}, { stripeAccount: account })).toMatchObject({ id });
    expect(charge.application_fee).toMatchObject({ charge: id });
    expect((await stripe.transfers.list({ destination: account })).data).toHaveLength(1);
  });

  it('of a refund both give their parts back, where so said, to the last cent', async () => {
    const { latest_charge } = await pay({ application_fee_amount: 500, transfer_data: { destination: account } });
    const charge = idOf(latest_charge);
    const shares = { reverse_transfer: true, refund_application_fee: true };
    const told = async () => {
      const { transfer, application_fee } = await stripe.charges.retrieve(charge, {
        expand: ['transfer', 'application_fee'],
      });
      return { transfer, application_fee };
    };
    const from = sandbox.events.length;
    const { id, transfer_reversal } = await stripe.refunds.create({ charge, amount: 1_667, ...shares });
    expect(typesSince(from)).toEqual(
      expect.arrayContaining([
        'ours transfer.reversed',
        'theirs charge.refunded',
        'ours application_fee.refunded',
        'ours charge.refunded',
      ]),
    );
    expect(await told()).toMatchObject({
      application_fee: { amount_refunded: 166, refunded: false, refunds: { data: [{ amount: 166 }] } },
      transfer: {
        amount_reversed: 1_667,
        reversed: false,
        reversals: { data: [{ id: transfer_reversal, amount: 1_667, source_refund: id }] },
      },
    });
    for (const amount of [1_667, 1_666]) await stripe.refunds.create({ charge, amount, ...shares });
    expect(await told()).toMatchObject({
      application_fee: { amount_refunded: 500, refunded: true },
      transfer: { amount_reversed: 5_000, reversed: true },
    });
    const theirs = first((await stripe.charges.list({}, { stripeAccount: account })).data);
    expect(theirs).toMatchObject({ amount_refunded: 5_000, refunded: true });
    const booked = (await stripe.balanceTransactions.list({}, { stripeAccount: account })).data;
    expect(booked.reduce((sum, { net }) => sum + net, 0)).toBe(0);
  });

  it('of a refund nobody gives back what nobody asks for, or what was not shared', async () => {
    const shared = await pay({ application_fee_amount: 500, transfer_data: { destination: account } });
    const refund = await stripe.refunds.create({ charge: idOf(shared.latest_charge) });
    expect(refund.transfer_reversal).toBeNull();
    expect(first((await stripe.transfers.list()).data)).toMatchObject({ amount_reversed: 0, reversed: false });
    expect(first((await stripe.applicationFees.list()).data)).toMatchObject({ amount_refunded: 0, refunded: false });
    const charge = idOf((await pay({})).latest_charge);
    for (const param of ['reverse_transfer', 'refund_application_fee']) {
      expect(await refusal(stripe.refunds.create({ charge, [param]: true }))).toMatchObject({ statusCode: 400, param });
    }
    expect((await stripe.refunds.list({ charge })).data).toEqual([]);
  });

  it('what a hold takes is shared when it is captured, a part only where so said', async () => {
    const { id } = await pay({
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
      transfer_data: { amount: 1_000, destination: account },
    });
    expect((await stripe.transfers.list()).data).toEqual([]);
    await stripe.paymentIntents.capture(id, { amount_to_capture: 3_000 });
    expect((await stripe.transfers.list()).data).toMatchObject([{ amount: 1_000 }]);
    expect((await stripe.applicationFees.list()).data).toEqual([]);
  });

  it('each invoice of a subscription is shared out, until the account has left', async () => {
    const { id: product } = await stripe.products.create({ name: 'Club' });
    const price = await stripe.prices.create({
      currency: 'usd',
      product,
      recurring: { interval: 'month' },
      unit_amount: 999,
    });
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: price.id, quantity: 1 }],
      subscription_data: { transfer_data: { amount_percent: 87.5, destination: account } },
      ...URLS,
    });
    await send(sandbox, session.url ?? '', { card: 'pm_card_visa', email: 'a@b.c' });
    expect((await stripe.transfers.list()).data).toMatchObject([{ amount: 874 }]);
    sandbox.engine.advance(32 * 86_400);
    expect((await stripe.transfers.list()).data).toHaveLength(2);
    sandbox.engine.accounts.deauthorize(account);
    sandbox.engine.advance(32 * 86_400);
    expect((await stripe.transfers.list()).data).toHaveLength(2);
    expect((await stripe.invoices.list()).data.map(({ status }) => status)).toEqual(['paid', 'paid', 'paid']);
  });

  it('is refused as Stripe refuses it', async () => {
    const { id: fresh } = await stripe.accounts.create({ type: 'express' });
    const refused: [Partial<Stripe.PaymentIntentCreateParams>, object][] = [
      [{ application_fee_amount: 1 }, { param: 'application_fee_amount' }],
      [
        { transfer_data: { destination: 'acct_none' } },
        { code: 'resource_missing', param: 'transfer_data[destination]' },
      ],
      [{ transfer_data: { destination: fresh } }, { code: 'insufficient_capabilities_for_transfer' }],
      [{ on_behalf_of: 'acct_none' }, { code: 'resource_missing', param: 'on_behalf_of' }],
    ];
    for (const [params, error] of refused) {
      expect(await refusal(pay(params))).toMatchObject({ statusCode: 400, ...error });
    }
    const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const { id: product } = await stripe.products.create({ name: 'Club' });
    const recurring = { interval: 'month' } as const;
    const { id: price } = await stripe.prices.create({ currency: 'usd', product, recurring, unit_amount: 999 });
    const share = stripe.subscriptions.create({ customer, items: [{ price }], application_fee_percent: 10 });
    expect(await refusal(share)).toMatchObject({ statusCode: 400, param: 'application_fee_percent' });
  });
});
