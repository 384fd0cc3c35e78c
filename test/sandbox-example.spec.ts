import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox/sandbox.js';

const SECRET = 'whsec_test';

/** The code under test: it keeps what each customer's subscription is, told by webhooks and read from Stripe. */
class Shop {
  readonly statusOf = new Map<string, string>();
  private readonly server: Server;

  constructor(private readonly stripe: Stripe) {
    this.server = createServer((request, response) => {
      this.take(request).then(
        (status) => response.writeHead(status).end(),
        () => response.writeHead(500).end(), // Stripe will try again
      );
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/stripe`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Safe to call again after any failure: the key makes it one refund. */
  refund(order: string, paymentIntent: string): Promise<Stripe.Refund> {
    return this.stripe.refunds.create({ payment_intent: paymentIntent }, { idempotencyKey: `refund:${order}` });
  }

  /** Events come late, twice and in any order: so they only say what to read. */
  private async take(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const signature = request.headers['stripe-signature'] ?? '';
    let event: Stripe.Event;
    try {
      event = Stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, SECRET);
    } catch {
      return 400;
    }
    if (!event.type.startsWith('customer.subscription.') || !('items' in event.data.object)) return 200;
    const { customer, status } = await this.stripe.subscriptions.retrieve(event.data.object.id);
    this.statusOf.set(typeof customer === 'string' ? customer : customer.id, status);
    return 200;
  }
}

let sandbox: StripeSandbox;
let stripe: Stripe;
let shop: Shop;

beforeEach(async () => {
  sandbox = await StripeSandbox.start({ seed: 7 });
  const { apiKey, port } = sandbox;
  stripe = new Stripe(apiKey, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 3 });
  shop = new Shop(stripe);
  sandbox.deliveries.addEndpoint({ url: await shop.listen(), secret: SECRET });
});

afterEach(async () => {
  await sandbox.close();
  shop.close();
});

async function subscribe(): Promise<{ customer: string; subscription: string }> {
  const product = await stripe.products.create({ name: 'Cloud' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 1_900,
    recurring: { interval: 'month' },
  });
  const customer = await stripe.customers.create({ email: 'jenny@example.com', payment_method: 'pm_card_visa' });
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  return { customer: customer.id, subscription: subscription.id };
}

it('ends with what Stripe has, however badly webhooks come', async () => {
  sandbox.deliveries.setHostility({
    shuffle: 'whole',
    duplicateProbability: 0.3,
    dropProbability: 0.3,
    twinFacts: 0.2,
    mixedVersions: ['2020-08-27', '2024-06-20', '2026-10-28.endive'],
    maxDelayMs: 10,
    retry: { firstMs: 5, maxMs: 40 },
  });
  const { customer, subscription } = await subscribe();
  const declined = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.subscriptions.update(subscription, { default_payment_method: declined.id });
  sandbox.engine.advance(32 * 86_400); // the renewal is due, and its payment fails
  await sandbox.deliveries.settled();
  expect(shop.statusOf.get(customer)).toBe('past_due');
  expect(sandbox.deliveries.statistics()).toMatchObject({ outstanding: 0, givenUp: 0 });
});

it('takes nothing that Stripe did not sign', async () => {
  for (const kind of ['wrong-secret', 'stale', 'tampered', 'truncated', 'unsigned', 'v0-only'] as const) {
    expect(await sandbox.deliveries.forge(kind)).toBe(400);
  }
});

it('refunds once, although the answer gets lost and Stripe is busy', async () => {
  const intent = await stripe.paymentIntents.create({
    amount: 2_500,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
  });
  sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/refunds' });
  sandbox.faults.add({ fault: 'unavailable', method: 'POST', path: '/v1/refunds' });
  const refund = await shop.refund('order_1', intent.id);
  expect(sandbox.state().refunds).toMatchObject([{ id: refund.id, amount: 2_500 }]);
  expect(sandbox.faults.list().map(({ struck }) => struck)).toEqual([1, 1]);
});
