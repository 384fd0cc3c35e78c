import { look, send } from '../../sandbox/test/forms.js';
import type { CountinghouseClient } from '../../client/index.js';
import { createKey } from '../support/api.js';
import type { QueueKind } from '../support/backend.js';
import { CANCEL, startShop, SUCCESS, type Shop } from '../support/shop.js';
import { clientOf, clientWithKey } from '../support/typed-client.js';

const LINK = { returnUrl: 'https://app.example.com/payouts', refreshUrl: 'https://app.example.com/payouts/again' };
/** What the owner types in on the onboarding page. */
const SAID = {
  product_description: 'Lamps',
  url: 'https://lamps.example',
  support_phone: '+15550100',
  account_number: '000123456789',
  tos: 'accepted',
  action: 'submit',
};
const BUYER = { email: 'jenny@example.com', name: 'Jenny', card: 'pm_card_visa' };

/** A tenant that sells: opened, onboarded, paid, from the first call to its dashboard, with the typed client. */
describe.each<QueueKind>(['in process', 'Bull'])('selling for others, queue %s', (queue) => {
  let shop: Shop;
  let lamp: string;
  let tenants = 0;

  beforeAll(async () => {
    shop = await startShop(`e2e connect ${queue}`, { queue });
    const { prices, products } = shop.sandbox.engine;
    const product = products.create({ name: 'Lamp', metadata: { plan: 'lamp' } }).id;
    lamp = prices.create({ currency: 'usd', product, unit_amount: 2_000 }).id;
    await shop.settled();
  });
  afterAll(() => shop.close());

  const platformFor = async (tenant: string) =>
    clientWithKey(shop.backend, await createKey(shop.backend, ['billing']), tenant);
  const accountOf = (client: CountinghouseClient, id: string) =>
    client.get('/stripe/connect/accounts/{id}', { params: { path: { id } } });
  const linkOf = async (client: CountinghouseClient, id: string) => {
    const init = { params: { path: { id } }, body: LINK };
    return (await client.post('/stripe/connect/accounts/{id}/onboarding-link', init)).url;
  };

  async function seller() {
    const tenant = `seller_${(tenants += 1)}`;
    const client = clientOf(shop.backend, { tenant });
    const { id } = await client.post('/stripe/connect/accounts', { body: { country: 'US', businessType: 'company' } });
    return { client, id, platform: await platformFor(tenant) };
  }
  async function onboardedSeller() {
    const made = await seller();
    const url = await linkOf(made.client, made.id);
    await look(shop.sandbox, url);
    expect(await send(shop.sandbox, url, SAID)).toMatchObject({ location: LINK.returnUrl });
    shop.sandbox.engine.advance(2); // Stripe looks at it
    await shop.settled();
    return made;
  }

  it('an account is opened, says what is missing, is onboarded, and enabled by webhooks', async () => {
    const { client, id, platform } = await seller();
    const opened = await accountOf(client, id);
    expect(opened).toMatchObject({ id, chargesEnabled: false, detailsSubmitted: false });
    expect(opened.requirements.currentlyDue).toContain('external_account');
    const path = { id };
    await expect(
      client.post('/stripe/connect/accounts/{id}/login-link', { params: { path }, body: {} }),
    ).rejects.toMatchObject({ code: 'onboarding_incomplete', status: 409 });
    await expect(
      platform.post('/stripe/connect/accounts/{id}/checkout/sessions', {
        params: { path },
        body: { charge: 'destination', price: lamp, successUrl: SUCCESS, cancelUrl: CANCEL },
      }),
    ).rejects.toMatchObject({
      code: 'account_not_enabled',
      problem: { currentlyDue: expect.arrayContaining(['external_account']) },
    });

    const url = await linkOf(client, id);
    await look(shop.sandbox, url);
    await send(shop.sandbox, url, SAID);
    shop.sandbox.engine.advance(2);
    await shop.settled();
    expect(await accountOf(client, id)).toMatchObject({
      chargesEnabled: true,
      payoutsEnabled: true,
      disabledReason: null,
      requirements: { currentlyDue: [] },
    });
    const login = await client.post('/stripe/connect/accounts/{id}/login-link', { params: { path }, body: {} });
    expect((await look(shop.sandbox, login.url)).text).toContain('Express Dashboard');
    expect((await client.get('/stripe/connect/accounts')).data).toMatchObject([{ id }]);
    const stranger = clientOf(shop.backend, { tenant: 'stranger' });
    await expect(accountOf(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a destination charge is paid to the platform, which passes it on and keeps its fee', async () => {
    const { id, platform } = await onboardedSeller();
    const session = await platform.post('/stripe/connect/accounts/{id}/checkout/sessions', {
      params: { path: { id } },
      body: {
        charge: 'destination',
        price: lamp,
        quantity: 2,
        applicationFeeAmount: 300,
        successUrl: SUCCESS,
        cancelUrl: CANCEL,
      },
    });
    expect(session).toMatchObject({ account: id, applicationFee: { amount: 300, currency: 'usd' } });
    expect((await send(shop.sandbox, session.url ?? '', BUYER)).location).toContain(session.id);
    await shop.settled();
    const [paid] = await shop.backend.query(
      `SELECT account, amount::int, application_fee_amount::int AS fee, status FROM charges
        WHERE payment_intent_id = (SELECT payment_intent_id FROM checkout_sessions WHERE id = $1)`,
      [session.id],
    );
    expect(paid).toMatchObject({ account: '', amount: 4_000, fee: 300, status: 'succeeded' });
  });

  it('a direct charge is made in the account, from what it sells itself', async () => {
    const { id, platform } = await onboardedSeller();
    const own = shop.sandbox.engine.accounts.get(id);
    const product = own.products.create({ name: 'Candle', metadata: { plan: 'candle' } }).id;
    own.prices.create({ currency: 'usd', product, unit_amount: 700 });
    await shop.settled();
    const session = await platform.post('/stripe/connect/accounts/{id}/checkout/sessions', {
      params: { path: { id } },
      body: { charge: 'direct', plan: 'candle', applicationFeeAmount: 70, successUrl: SUCCESS, cancelUrl: CANCEL },
    });
    expect(session).toMatchObject({ account: id, charge: 'direct', plan: 'candle' });
    expect((await send(shop.sandbox, session.url ?? '', BUYER)).location).toContain(session.id);
    await shop.settled();
    const rows = await shop.backend.query('SELECT amount::int, status FROM charges WHERE account = $1', [id]);
    expect(rows).toEqual([{ amount: 700, status: 'succeeded' }]);
    await expect(
      platform.post('/stripe/connect/accounts/{id}/checkout/sessions', {
        params: { path: { id } },
        body: { charge: 'direct', price: lamp, successUrl: SUCCESS, cancelUrl: CANCEL },
      }),
    ).rejects.toMatchObject({ code: 'not_for_sale' });
  });
});
