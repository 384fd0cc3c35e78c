import type { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { Receiver } from '../test/receiver.js';
import { clientOf, refusal } from '../test/stripe-client.js';

const DAY = 86_400;

describe('the Events API', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'events' });
    stripe = clientOf(sandbox);
  });

  afterEach(() => sandbox.close());

  const typesOf = async (params: Stripe.EventListParams) =>
    (await stripe.events.list(params)).data.map(({ type }) => type);

  function live(): void {
    const { customers, products } = sandbox.engine;
    customers.delete(customers.create({ name: 'Brief' }).id);
    products.create({ name: 'Plan' });
  }

  it('shows the newest first, by one type, a family of types or several types', async () => {
    live();
    expect(await typesOf({})).toEqual(['product.created', 'customer.deleted', 'customer.created']);
    expect(await typesOf({ type: 'customer.created' })).toEqual(['customer.created']);
    expect(await typesOf({ type: 'customer.*' })).toEqual(['customer.deleted', 'customer.created']);
    expect(await typesOf({ type: '*' })).toHaveLength(3);
    expect(await typesOf({ types: ['product.created', 'customer.created'] })).toEqual([
      'product.created',
      'customer.created',
    ]);
    expect(await typesOf({ types: ['customer.*'] })).toEqual([]);
  });

  it('takes twenty types, and not one and several', async () => {
    const types = Array.from({ length: 21 }, (_, index) => `customer.type_${index}`);
    expect(await refusal(stripe.events.list({ types }))).toMatchObject({ statusCode: 400, param: 'types' });
    expect(await typesOf({ types: types.slice(1) })).toEqual([]);
    const both = stripe.events.list({ type: 'customer.created', types: ['customer.created'] });
    expect(await refusal(both)).toMatchObject({ statusCode: 400, param: 'types' });
  });

  it('pages onward from an event, as one who catches up does', async () => {
    live();
    const [first, second, third] = sandbox.events.map(({ id }) => id);
    const after = await stripe.events.list({ ending_before: first ?? '', limit: 1 });
    expect(after).toMatchObject({ data: [{ id: second }], has_more: true });
    const before = await stripe.events.list({ starting_after: third ?? '' });
    expect(before).toMatchObject({ data: [{ id: second }, { id: first }], has_more: false });
  });

  it('forgets after thirty days', async () => {
    live();
    const [event] = sandbox.events;
    sandbox.engine.advance(30 * DAY);
    expect(await typesOf({})).toHaveLength(3);
    sandbox.engine.advance(1);
    expect(await typesOf({})).toEqual([]);
    expect(await refusal(stripe.events.retrieve(event?.id ?? ''))).toMatchObject({ code: 'resource_missing' });
    expect(await refusal(stripe.events.list({ ending_before: event?.id ?? '' }))).toMatchObject({ statusCode: 400 });
  });

  it('shows a connected account’s events to who asks for that account, and only to them', async () => {
    live();
    const { id } = sandbox.engine.accounts.create({ type: 'express' });
    sandbox.engine.accounts.get(id).products.create({ name: 'Theirs' });
    const theirs = await stripe.events.list({ type: 'product.created' }, { stripeAccount: id });
    expect(theirs.data).toMatchObject([{ account: id, data: { object: { name: 'Theirs' } } }]);
    expect(await typesOf({})).toEqual(['product.created', 'customer.deleted', 'customer.created']);
    const [event] = theirs.data;
    expect(await refusal(stripe.events.retrieve(event?.id ?? ''))).toMatchObject({ code: 'resource_missing' });
  });

  it('tells what has not reached every endpoint, counted honestly', async () => {
    const [up, down] = [await Receiver.start(), await Receiver.start()];
    sandbox.deliveries.setHostility({ retryClock: 'sandbox' });
    sandbox.engine.products.create({ name: 'Before any endpoint' });
    sandbox.deliveries.addEndpoint({ url: up.url });
    const { id } = sandbox.deliveries.addEndpoint({ url: down.url, enabledEvents: ['customer.created'] });
    down.answers.push(...Array.from({ length: 40 }, () => 500));
    live();
    await sandbox.deliveries.settled();
    const undelivered = { delivery_success: false };
    expect(await typesOf(undelivered)).toEqual(['customer.created']);
    expect(await typesOf({ delivery_success: true })).toHaveLength(3);
    expect((await stripe.events.list(undelivered)).data).toMatchObject([{ pending_webhooks: 1 }]);
    sandbox.engine.advance(4 * DAY);
    await sandbox.deliveries.settled();
    expect(sandbox.deliveries.statistics()).toMatchObject({ outstanding: 0, givenUp: 1 });
    expect(await typesOf(undelivered)).toEqual(['customer.created']);
    sandbox.deliveries.endpoints.remove(id);
    expect(await typesOf(undelivered)).toEqual([]);
    await up.close();
    await down.close();
  });
});
