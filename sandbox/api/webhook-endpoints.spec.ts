import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { first } from '../test/first.js';
import { Receiver } from '../test/receiver.js';
import { clientOf, refusal } from '../test/stripe-client.js';

describe('/v1/webhook_endpoints', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;
  let receiver: Receiver;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'webhook endpoints' });
    stripe = clientOf(sandbox);
    receiver = await Receiver.start();
  });

  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  it('creates one that is served, and tells its secret that once', async () => {
    const created = await stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ['customer.created'],
      api_version: '2020-08-27',
      description: 'The shop',
      metadata: { team: 'billing' },
    });
    const { secret = '', ...shown } = created;
    expect(secret).toMatch(/^whsec_\w{32}$/);
    expect(shown).toEqual({
      id: expect.stringMatching(/^we_1\w{23}$/),
      object: 'webhook_endpoint',
      api_version: '2020-08-27',
      application: null,
      created: sandbox.clock.now(),
      description: 'The shop',
      enabled_events: ['customer.created'],
      livemode: false,
      metadata: { team: 'billing' },
      status: 'enabled',
      url: receiver.url,
    });
    expect(await stripe.webhookEndpoints.retrieve(created.id)).toEqual(shown);
    expect((await stripe.webhookEndpoints.list()).data).toEqual([shown]);
    await stripe.products.create({ name: 'Plan' });
    await stripe.customers.create({ name: 'Jenny' });
    await sandbox.deliveries.settled();
    const hook = first(receiver.hooks);
    const event = Stripe.webhooks.constructEvent(hook.body, String(hook.headers['stripe-signature']), secret);
    expect(event).toMatchObject({ type: 'customer.created', api_version: '2020-08-27' });
    expect(receiver.hooks).toHaveLength(1);
  });

  it('updates, disables, enables and deletes it', async () => {
    const { id } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    const updated = await stripe.webhookEndpoints.update(id, {
      disabled: true,
      metadata: { a: '1' },
      description: 'Off',
    });
    expect(updated).toMatchObject({ status: 'disabled', metadata: { a: '1' }, description: 'Off', url: receiver.url });
    await stripe.products.create({ name: 'Unseen' });
    await stripe.webhookEndpoints.update(id, { disabled: false, description: '' });
    await stripe.products.create({ name: 'Seen' });
    await sandbox.deliveries.settled();
    expect(receiver.events().map(({ data }) => data.object['name'])).toEqual(['Seen']);
    expect(await stripe.webhookEndpoints.retrieve(id)).toMatchObject({ description: null, metadata: { a: '1' } });
    expect(await stripe.webhookEndpoints.del(id)).toMatchObject({ id, deleted: true });
    await stripe.products.create({ name: 'Too late' });
    await sandbox.deliveries.settled();
    expect(receiver.hooks).toHaveLength(1);
    expect(await refusal(stripe.webhookEndpoints.retrieve(id))).toMatchObject({ statusCode: 404 });
  });

  it('tells one for connected accounts by the application that it is of', async () => {
    const { application } = await stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ['*'],
      connect: true,
    });
    expect(application).toMatch(/^ca_/);
  });

  it('refuses what Stripe refuses', async () => {
    const refused = (params: object) =>
      refusal(stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'], ...params }));
    expect(await refused({ url: 'no address' })).toMatchObject({ statusCode: 400, param: 'url' });
    expect(await refused({ enabled_events: ['customer.*'] })).toMatchObject({ param: 'enabled_events' });
    expect(await refused({ enabled_events: 'customer.created' })).toMatchObject({ param: 'enabled_events' });
    expect(await refused({ api_version: 'newest' })).toMatchObject({ param: 'api_version' });
  });
});
