import { send } from '../../sandbox/test/forms.js';
import { ProblemError, type CountinghouseClient } from '../../client/index.js';
import { createKey } from '../support/api.js';
import type { QueueKind } from '../support/backend.js';
import { CANCEL, startShop, SUCCESS, type Shop } from '../support/shop.js';
import { clientOf, clientWithKey } from '../support/typed-client.js';

/** What was sold is given back, in parts and at the same moment, and disputed: over HTTP with the typed client. */
describe.each<QueueKind>(['in process', 'Bull'])('giving money back, queue %s', (queue) => {
  let shop: Shop;
  let operator: CountinghouseClient;
  let tenants = 0;

  beforeAll(async () => {
    shop = await startShop(`e2e refunds ${queue}`, { queue });
    shop.sell('basic', 1_000);
    operator = clientWithKey(shop.backend, await createKey(shop.backend, ['refunds']));
    await shop.settled();
  });
  afterAll(() => shop.close());

  /** A month of basic, paid on the hosted page: $10.00. */
  async function sold() {
    const billing = clientOf(shop.backend, { tenant: `tenant_${(tenants += 1)}` });
    const body = { plan: 'basic', interval: 'month', successUrl: SUCCESS, cancelUrl: CANCEL } as const;
    const { url } = await billing.post('/stripe/checkout/sessions', { body });
    await send(shop.sandbox, url ?? '', { email: 'jenny@example.com', name: 'Jenny', card: 'pm_card_visa' });
    await shop.settled();
    const [payment] = (await billing.get('/stripe/payments')).data;
    return { billing, paymentIntent: payment?.id ?? '', charge: payment?.charge ?? '' };
  }
  const refund = (body: { paymentIntent: string; amount?: number }) => operator.post('/stripe/refunds', { body });
  const amountsOf = async (billing: CountinghouseClient) =>
    (await billing.get('/stripe/refunds')).data.map(({ amount }) => amount?.amount ?? 0).toSorted((a, b) => a - b);

  it('two parts at the same moment are both given back', async () => {
    const { billing, charge, paymentIntent } = await sold();
    const made = await Promise.all([refund({ paymentIntent, amount: 400 }), refund({ paymentIntent, amount: 600 })]);
    expect(made.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(new Set(made.map(({ id }) => id)).size).toBe(2);
    await shop.settled();
    expect(await amountsOf(billing)).toEqual([400, 600]);
    expect((await billing.get('/stripe/payments')).data).toMatchObject([
      { charge, status: 'succeeded', amountRefunded: { amount: 1_000, currency: 'usd' } },
    ]);
    for (const { id, request } of made) {
      for (const name of [id, request ?? '']) {
        expect(await operator.get('/stripe/refunds/{id}', { params: { path: { id: name } } })).toMatchObject({
          id,
          status: 'succeeded',
        });
      }
    }
    await expect(refund({ paymentIntent })).rejects.toMatchObject({ code: 'charge_already_refunded', status: 409 });
  });

  it('of two that are too much together one is refused, and says what is left', async () => {
    const { billing, charge, paymentIntent } = await sold();
    const answers = await Promise.allSettled([700, 700].map((amount) => refund({ paymentIntent, amount })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [refused] = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({
      code: 'refund_too_large',
      status: 422,
      problem: { refundable: { amount: 300, currency: 'usd' } },
    });
    expect(await refund({ paymentIntent })).toMatchObject({ amount: { amount: 300 } });
    expect(shop.sandbox.engine.store.charges.get(charge)).toMatchObject({ amount_refunded: 1_000, refunded: true });
    await shop.settled();
    expect(await amountsOf(billing)).toEqual([300, 700]);
  });

  it('a lost answer is asked for again by the client, and refunds once', async () => {
    const { charge, paymentIntent } = await sold();
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/refunds', times: 2 });
    const made = await refund({ paymentIntent, amount: 250 });
    expect(made).toMatchObject({ status: 'succeeded', amount: { amount: 250 } });
    const { refunds } = shop.sandbox.engine.store;
    expect(refunds.values().filter((one) => one.charge === charge)).toMatchObject([{ id: made.id, amount: 250 }]);
  });

  it('what is disputed is not refunded as well, and can be once it is won', async () => {
    const { billing, charge, paymentIntent } = await sold();
    const { disputes } = shop.sandbox.engine;
    const dispute = disputes.create({ charge, reason: 'product_not_received' }).id;
    await shop.settled();
    expect((await billing.get('/stripe/payments')).data).toMatchObject([{ charge, disputed: true }]);
    await expect(refund({ paymentIntent })).rejects.toMatchObject({ code: 'charge_disputed', status: 409 });
    disputes.update(dispute, { evidence: { uncategorized_text: 'winning_evidence' } });
    shop.sandbox.engine.advance(5);
    await shop.settled();
    expect(await shop.backend.query('SELECT status FROM disputes WHERE id = $1', [dispute])).toEqual([
      { status: 'won' },
    ]);
    expect(await amountsOf(billing)).toEqual([]);
  });

  it('is not for those who buy, and another’s payment is not there', async () => {
    const { billing, paymentIntent } = await sold();
    const body = { paymentIntent };
    await expect(billing.post('/stripe/refunds', { body })).rejects.toMatchObject({ code: 'forbidden' });
    const other = clientOf(shop.backend, { tenant: 'another', scopes: ['refunds'] });
    await expect(other.post('/stripe/refunds', { body })).rejects.toMatchObject({ code: 'not_found' });
  });
});
