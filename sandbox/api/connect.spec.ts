import { Stripe } from 'stripe';
import { first } from '../test/first.js';
import { look, send } from '../test/forms.js';
import { Receiver } from '../test/receiver.js';
import { clientOf, refusal } from '../test/stripe-client.js';
import { StripeSandbox } from '../sandbox.js';

const LINK = {
  type: 'account_onboarding',
  refresh_url: 'https://shop.example/again',
  return_url: 'https://shop.example/connected',
} as const;

const SAID = {
  product_description: 'Hand-made <lamps>',
  url: 'https://lamps.example',
  support_phone: '+15550100',
  account_number: '000123456789',
  tos: 'accepted',
};

describe('Connect', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'connect' });
    stripe = clientOf(sandbox);
  });

  afterEach(() => sandbox.close());

  function expressAccount() {
    const capabilities = { card_payments: { requested: true }, transfers: { requested: true } };
    return stripe.accounts.create({
      type: 'express',
      email: 'owner@lamps.example',
      capabilities,
      metadata: { a: '1' },
    });
  }

  async function linkFor(account: string): Promise<string> {
    return (await stripe.accountLinks.create({ account, ...LINK })).url;
  }

  function typesOf(account: string): string[] {
    return sandbox.events.filter((event) => event.account === account).map(({ type }) => type);
  }

  it('an account begins with nothing, and is asked for what is missing', async () => {
    const account = await expressAccount();
    expect(account).toMatchObject({
      capabilities: { card_payments: 'inactive', transfers: 'inactive' },
      charges_enabled: false,
      details_submitted: false,
      email: 'owner@lamps.example',
      metadata: { a: '1' },
      payouts_enabled: false,
      type: 'express',
    });
    expect(account.requirements?.currently_due).toContain('external_account');
    expect(typesOf(account.id)).toEqual([]);
    const listed = await stripe.accounts.list();
    expect(listed.data.map(({ id }) => id)).toEqual([account.id]);
    expect((await stripe.accounts.listCapabilities(account.id)).data.map(({ id }) => id).sort()).toEqual([
      'card_payments',
      'transfers',
    ]);
  });

  it('its owner says it on the onboarding page; Stripe looks at it and enables the account', async () => {
    const { id } = await expressAccount();
    const url = await linkFor(id);
    expect((await look(sandbox, url)).text).toContain('name="account_number"');
    const short = await send(sandbox, url, { ...SAID, account_number: '', tos: '', action: 'submit' });
    expect(short.status).toBe(400);
    expect(short.text).toContain('Still missing: a bank account, that you accept the terms');
    expect(short.text).toContain('value="Hand-made &lt;lamps&gt;"');
    expect((await send(sandbox, url, { ...SAID, account_number: '12', action: 'submit' })).status).toBe(400);
    const done = await send(sandbox, url, { ...SAID, action: 'submit' });
    expect([done.status, done.location]).toEqual([303, LINK.return_url]);
    const submitted = await stripe.accounts.retrieve(id);
    expect(submitted).toMatchObject({ details_submitted: true, charges_enabled: false });
    expect(submitted.requirements).toMatchObject({
      currently_due: [],
      disabled_reason: 'requirements.pending_verification',
    });
    sandbox.engine.advance(2);
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { card_payments: 'active', transfers: 'active' },
      charges_enabled: true,
      payouts_enabled: true,
      external_accounts: { data: [{ last4: '6789' }] },
    });
    expect(typesOf(id)).toEqual([
      'account.updated',
      'account.external_account.created',
      'account.updated',
      'capability.updated',
      'capability.updated',
      'account.updated',
    ]);
    const last = sandbox.events.at(-1);
    expect(last?.data.previous_attributes).toMatchObject({ charges_enabled: false, payouts_enabled: false });
  });

  it('a link is good once, for five minutes; who leaves keeps what was said', async () => {
    const { id } = await expressAccount();
    const url = await linkFor(id);
    await look(sandbox, url);
    expect((await look(sandbox, url)).location).toBe(LINK.refresh_url);
    const left = await send(sandbox, url, { url: SAID.url, action: 'leave' });
    expect(left.location).toBe(LINK.return_url);
    expect((await send(sandbox, url, { ...SAID, action: 'submit' })).location).toBe(LINK.refresh_url);
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      business_profile: { url: SAID.url },
      details_submitted: false,
    });
    const late = await linkFor(id);
    sandbox.engine.advance(300);
    expect((await look(sandbox, late)).location).toBe(LINK.refresh_url);
    expect((await send(sandbox, await linkFor(id), SAID)).location).toBe(LINK.refresh_url);
    expect((await look(sandbox, `/setup/s/${id}/none`)).status).toBe(404);
    const update = stripe.accountLinks.create({ account: id, ...LINK, type: 'account_update' });
    expect(await refusal(update)).toMatchObject({ statusCode: 400, param: 'type' });
    const odd = stripe.accountLinks.create({ account: id, ...LINK, return_url: 'javascript:alert(1)' });
    expect(await refusal(odd)).toMatchObject({ statusCode: 400, code: 'url_invalid' });
  });

  it('the platform can say it too', async () => {
    const { id } = await stripe.accounts.create({ type: 'custom', capabilities: { transfers: { requested: true } } });
    await stripe.accounts.update(id, {
      business_profile: { product_description: 'Lamps', support_phone: '1', url: 'https://lamps.example' },
      tos_acceptance: { date: sandbox.clock.now(), ip: '127.0.0.1' },
    });
    await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    sandbox.engine.advance(2);
    await stripe.accounts.updateCapability(id, 'card_payments', { requested: true });
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { card_payments: 'active', transfers: 'active' },
      charges_enabled: true,
      requirements: { currently_due: [], disabled_reason: null },
    });
  });

  it('who is behind it is named, looked at and verified, and may go', async () => {
    const { id } = await expressAccount();
    const person = await stripe.accounts.createPerson(id, {
      first_name: 'Ann',
      relationship: { owner: true, percent_ownership: 40, representative: true },
    });
    expect(person).toMatchObject({
      account: id,
      relationship: { director: false, owner: true, percent_ownership: 40, representative: true },
      requirements: { currently_due: ['last_name'], past_due: ['last_name'] },
      verification: { status: 'unverified' },
    });
    await stripe.accounts.updatePerson(id, person.id, { last_name: 'Example' });
    expect((await stripe.accounts.retrievePerson(id, person.id)).requirements).toMatchObject({
      currently_due: [],
      pending_verification: ['first_name', 'last_name'],
    });
    sandbox.engine.advance(2);
    expect((await stripe.accounts.listPersons(id, { relationship: { owner: true } })).data).toMatchObject([
      { id: person.id, requirements: { pending_verification: [] }, verification: { status: 'verified' } },
    ]);
    expect((await stripe.accounts.listPersons(id, { relationship: { director: true } })).data).toEqual([]);
    expect(await stripe.accounts.deletePerson(id, person.id)).toMatchObject({ id: person.id, deleted: true });
    expect(typesOf(id)).toEqual(['person.created', 'person.updated', 'person.updated', 'person.deleted']);
    expect(await stripe.accounts.retrievePerson(id, person.id)).toMatchObject({ deleted: true });
  });

  it('a note on its bank account is told by both of them', async () => {
    const { id } = await expressAccount();
    const { id: bank } = await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    await stripe.accounts.updateExternalAccount(id, bank, { metadata: { book: '7' } });
    expect(await stripe.accounts.retrieveExternalAccount(id, bank)).toMatchObject({ metadata: { book: '7' } });
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      external_accounts: { data: [{ metadata: { book: '7' } }] },
    });
    expect(typesOf(id).slice(-2)).toEqual(['account.external_account.updated', 'account.updated']);
  });

  it('requests with Stripe-Account act on that account’s own data', async () => {
    const { id } = await expressAccount();
    const options = { stripeAccount: id };
    const theirs = await stripe.customers.create({ name: 'Theirs' }, options);
    const ours = await stripe.customers.create({ name: 'Ours' });
    expect((await stripe.customers.list({}, options)).data.map((one) => one.id)).toEqual([theirs.id]);
    expect((await stripe.customers.list()).data.map((one) => one.id)).toEqual([ours.id]);
    expect(await refusal(stripe.customers.retrieve(theirs.id))).toMatchObject({ statusCode: 404 });
    expect(await stripe.accounts.retrieveCurrent({}, options)).toMatchObject({ id });
    const events = await stripe.events.list({ type: 'customer.created' }, options);
    expect(first(events.data)).toMatchObject({ account: id, data: { object: { id: theirs.id } } });
    expect((await stripe.events.list({ type: 'customer.created' })).data).toHaveLength(1);
    const payment = { amount: 5_000, currency: 'usd', confirm: true, payment_method: 'pm_card_bypassPending' };
    await stripe.paymentIntents.create(payment, options);
    sandbox.engine.advance(4);
    expect((await stripe.balance.retrieve({}, options)).available).toMatchObject([{ amount: 5_000 - 175 }]);
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 0 }]);
    expect(await refusal(stripe.customers.list({}, { stripeAccount: 'acct_none' }))).toMatchObject({
      statusCode: 403,
      code: 'account_invalid',
    });
  });

  it('their events go to endpoints for Connect, and no others', async () => {
    const [own, connected] = [await Receiver.start(), await Receiver.start()];
    try {
      sandbox.deliveries.addEndpoint({ url: own.url, secret: 'whsec_own' });
      sandbox.deliveries.addEndpoint({ url: connected.url, secret: 'whsec_connect', connect: true });
      const { id } = await expressAccount();
      sandbox.engine.accounts.get(id).customers.create({ name: 'Theirs' });
      sandbox.engine.customers.create({ name: 'Ours' });
      await sandbox.deliveries.settled();
      expect(own.events().map(({ account }) => account)).toEqual([undefined]);
      expect(connected.events()).toMatchObject([{ account: id, type: 'customer.created' }]);
    } finally {
      await Promise.all([own.close(), connected.close()]);
    }
  });

  it('a Checkout session of theirs has its page, and pays into their account', async () => {
    const { id } = await expressAccount();
    const engine = sandbox.engine.accounts.get(id);
    const product = engine.products.create({ name: 'Lamp' }).id;
    const price = engine.prices.create({ currency: 'usd', product, unit_amount: 900 }).id;
    const { url } = engine.checkout.create({ mode: 'payment', line_items: [{ price }] });
    expect((await send(sandbox, url ?? '', { card: 'pm_card_visa', email: 'a@b.c' })).text).toContain('is completed');
    expect(engine.store.charges.values()).toMatchObject([{ amount: 900 }]);
    expect(sandbox.engine.store.charges.values()).toEqual([]);
  });

  it('an owner who withdraws access can give it back; what happens in between is not told', async () => {
    const { id } = await expressAccount();
    const theirs = sandbox.engine.accounts.get(id);
    await stripe.customers.create({ name: 'Theirs' }, { stripeAccount: id });
    const control = async (step: string) =>
      (await fetch(`${sandbox.url}/_sandbox/accounts/${id}/${step}`, { method: 'POST' })).status;
    expect(await control('authorize')).toBe(403);
    expect(await control('deauthorize')).toBe(200);
    expect(await refusal(stripe.accounts.retrieve(id))).toMatchObject({ statusCode: 403, code: 'account_invalid' });
    expect(await control('deauthorize')).toBe(403);
    expect(sandbox.engine.accounts.all()).toEqual([]);
    theirs.customers.create({ name: 'Unheard of' });
    expect(await control('authorize')).toBe(200);
    const names = (await stripe.customers.list({}, { stripeAccount: id })).data.map(({ name }) => name);
    expect(names).toEqual(['Unheard of', 'Theirs']);
    expect(typesOf(id)).toEqual([
      'customer.created',
      'account.application.deauthorized',
      'account.application.authorized',
    ]);
  });

  it('an account that is deleted or leaves is told of, and nothing is seen of it any more', async () => {
    const { id } = await expressAccount();
    expect(await stripe.accounts.del(id)).toMatchObject({ id, deleted: true });
    expect(typesOf(id)).toEqual(['account.application.deauthorized']);
    expect(sandbox.events.at(-1)?.data.object).toMatchObject({ object: 'application' });
    for (const work of [stripe.accounts.retrieve(id), stripe.customers.list({}, { stripeAccount: id })]) {
      expect(await refusal(work)).toBeInstanceOf(Stripe.errors.StripePermissionError);
    }
    const standard = await stripe.accounts.create({ type: 'standard' });
    expect(typesOf(standard.id)).toEqual(['account.application.authorized']);
  });
});
