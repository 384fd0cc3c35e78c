import { Engine } from './engine.js';

describe('setup intents', () => {
  let engine: Engine;
  let customer: string;

  beforeEach(() => {
    engine = new Engine({ seed: 'setup' });
    customer = engine.customers.create({ name: 'Jenny' }).id;
  });

  function typesSince(mark: number): string[] {
    return engine.events.slice(mark).map(({ type }) => type);
  }

  it('give the customer a card without taking money', () => {
    const mark = engine.events.length;
    const intent = engine.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true });
    expect(intent).toMatchObject({ status: 'succeeded', customer, usage: 'off_session' });
    expect(engine.store.paymentMethods.get(intent.payment_method ?? '').customer).toBe(customer);
    expect(typesSince(mark)).toEqual(['setup_intent.created', 'payment_method.attached', 'setup_intent.succeeded']);
    expect(() => engine.setupIntents.cancel(intent.id)).toThrow('has a status of succeeded');
  });

  it('wait for the customer’s authentication, which can fail and be tried again', () => {
    const { id } = engine.setupIntents.create({ customer });
    expect(() => engine.setupIntents.confirm(id)).toThrow('missing a payment method');
    engine.setupIntents.confirm(id, { payment_method: 'pm_card_authenticationRequired' });
    expect(engine.setupIntents.authenticate(id, false)).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_setup_error: { code: 'setup_intent_authentication_failure' },
    });
    engine.setupIntents.confirm(id, { payment_method: 'pm_card_authenticationRequired' });
    expect(engine.setupIntents.authenticate(id, true)).toMatchObject({ status: 'succeeded', last_setup_error: null });
    expect(typesSince(0).filter((type) => type.startsWith('setup_intent'))).toEqual([
      'setup_intent.created',
      'setup_intent.requires_action',
      'setup_intent.setup_failed',
      'setup_intent.requires_action',
      'setup_intent.succeeded',
    ]);
  });

  it('refuse a declined card and one of another customer; can be canceled', () => {
    const { id } = engine.setupIntents.create({ customer, payment_method: 'pm_card_chargeDeclined', confirm: true });
    expect(engine.store.setupIntents.get(id)).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'card_declined', decline_code: 'generic_decline' },
    });
    const other = engine.paymentMethods.attach('pm_card_visa', engine.customers.create().id).id;
    expect(() => engine.setupIntents.confirm(id, { payment_method: other })).toThrow('another customer');
    expect(engine.setupIntents.cancel(id, { cancellation_reason: 'abandoned' })).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
    });
    expect(() => engine.setupIntents.confirm(id)).toThrow('has a status of canceled');
  });

  it('through Checkout in mode setup', () => {
    const session = engine.checkout.create({ mode: 'setup', customer, currency: 'usd' });
    expect(session).toMatchObject({ amount_total: null, payment_status: 'no_payment_required', total_details: null });
    expect(() => engine.checkout.complete(session.id, { payment_method: 'pm_card_chargeDeclined' })).toThrow(
      'declined',
    );
    engine.advance(1);
    const mark = engine.events.length;
    expect(engine.checkout.complete(session.id, { payment_method: 'pm_card_visa' }).status).toBe('complete');
    expect(typesSince(mark)).toEqual([
      'payment_method.attached',
      'setup_intent.succeeded',
      'checkout.session.completed',
    ]);
    expect(engine.store.setupIntents.get(session.setup_intent ?? '')).toMatchObject({ status: 'succeeded', customer });
  });

  it('are canceled with the Checkout session that they belong to', () => {
    const session = engine.checkout.create({ mode: 'setup', currency: 'usd', customer_creation: 'always' });
    engine.checkout.expire(session.id);
    expect(engine.store.setupIntents.get(session.setup_intent ?? '').status).toBe('canceled');
    expect(() => engine.checkout.expire(session.id)).toThrow('can be expired');
    const kept = engine.checkout.create({ mode: 'setup', currency: 'usd', customer_creation: 'always' });
    const done = engine.checkout.complete(kept.id);
    expect(engine.store.setupIntents.get(kept.setup_intent ?? '').customer).toBe(done.customer);
  });
});
