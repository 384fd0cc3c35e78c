import { Engine } from '../engine/engine.js';
import { randomLifecycle, scriptedLifecycle } from '../lifecycle.js';
import { type Fields, NEWEST_API_VERSION } from '../objects/event.js';
import { isHash, overlay } from '../previous-attributes.js';
import { first } from '../test/first.js';
import { chainsOf } from '../test/ties.js';
import { renderEvent, renderObject } from './render.js';

/** From the oldest one: one of every few changes. */
const OLDER = [
  '2015-02-16',
  '2015-10-16',
  '2018-01-23',
  '2018-10-31',
  '2019-05-16',
  '2020-08-27',
  '2022-08-01',
  '2022-11-15',
  '2024-06-20',
  '2025-02-24.acacia',
  '2025-08-27.basil',
];

describe('rendering', () => {
  const engine = new Engine({ seed: 'render' });
  const life = scriptedLifecycle(engine);

  function objectsOf(version: string, type: string): Fields[] {
    const rendered = engine.events.filter((event) => event.type === type).map((event) => renderEvent(event, version));
    return rendered.map((event) => event?.data.object ?? {});
  }

  it('in the newest version changes nothing', () => {
    for (const event of engine.events) expect(renderEvent(event, NEWEST_API_VERSION)).toEqual(event);
  });

  it('is pure: the event stays what it was', () => {
    const before = JSON.stringify(engine.events);
    for (const event of engine.events) renderEvent(event, '2015-02-16');
    expect(JSON.stringify(engine.events)).toBe(before);
  });

  it('names the version it is in', () => {
    const event = first(engine.events);
    expect(renderEvent(event, '2020-08-27')?.api_version).toBe('2020-08-27');
  });

  it('before basil ties invoice, payment intent and charge to one another', () => {
    const paid = first(objectsOf('2024-06-20', 'invoice.paid'));
    const intent = first(objectsOf('2024-06-20', 'payment_intent.succeeded'));
    const charge = first(objectsOf('2024-06-20', 'charge.succeeded'));
    expect(paid).toMatchObject({
      payment_intent: intent['id'],
      charge: charge['id'],
      paid: true,
      subscription: life.subscription,
    });
    expect([intent['invoice'], charge['invoice']]).toEqual([paid['id'], paid['id']]);
    expect(paid).toHaveProperty(['lines', 'data', 0, 'price', 'id'], life.basicPrice);
    expect(intent['latest_charge']).toBe(charge['id']);
  });

  it('before 2022-11-15 puts charges into intents and refunds into charges, all in the older shape', () => {
    const intents = objectsOf('2022-08-01', 'payment_intent.succeeded');
    expect(intents.at(-1)).toHaveProperty(['charges', 'data', 0, 'status'], 'succeeded');
    expect(intents.at(-1)).toHaveProperty(['charges', 'data', 1, 'status'], 'failed');
    expect(intents.at(-1)).toHaveProperty(['charges', 'data', 1, 'refunds', 'total_count'], 0);
    expect(intents.at(-1)).toHaveProperty(['charges', 'data', 1, 'invoice'], intents.at(-1)?.['invoice']);
    const [refunded] = objectsOf('2022-08-01', 'charge.refunded');
    expect(refunded).toHaveProperty(['refunds', 'data', 0, 'id'], life.refund);
  });

  it('has no invoice_payment events before basil', () => {
    const event = first(engine.events.filter(({ type }) => type === 'invoice_payment.paid'));
    expect(renderEvent(event, '2025-02-24.acacia')).toBeNull();
    expect(renderEvent(event, '2025-03-31.basil')).not.toBeNull();
  });

  it('before 2020 shows old names beside the new ones that Stripe has added since', () => {
    const paid = first(objectsOf('2018-01-23', 'invoice.paid'));
    expect(paid).toMatchObject({
      application_fee: null,
      billing: 'charge_automatically',
      billing_reason: 'subscription_update',
      closed: true,
      collection_method: 'charge_automatically',
      date: paid['created'],
      finalized_at: expect.any(Number),
      forgiven: false,
      status: 'paid',
      tax_percent: null,
    });
    expect(paid).not.toHaveProperty('application_fee_amount');
    expect(paid).toHaveProperty(['lines', 'data', 0, 'id'], life.subscription);
    expect(paid).toHaveProperty(['lines', 'data', 0, 'subscription'], null);
    expect(paid).toHaveProperty(['lines', 'data', 0, 'unique_id'], expect.stringMatching(/^il_/));
    expect(paid).toHaveProperty(['lines', 'data', 0, 'unique_line_item_id'], expect.stringMatching(/^sli_/));
    expect(paid).toHaveProperty(['lines', 'data', 0, 'plan', 'name'], engine.store.products.values()[0]?.name);
    const [created] = objectsOf('2018-01-23', 'payment_intent.created');
    expect(created).toMatchObject({ status: 'requires_source', next_source_action: null, next_action: null });
  });

  it('before 2020-08-27 puts running subscriptions into customers, all in the older shape', () => {
    const updated = objectsOf('2018-01-23', 'customer.updated').at(-1);
    expect(updated).toMatchObject({ account_balance: -500, balance: -500, sources: { total_count: 0 } });
    const customer = engine.store.customers.get(String(updated?.['id']));
    const shown = renderObject(customer, '2018-01-23')['subscriptions'];
    expect(shown).toMatchObject({ data: expect.arrayContaining([expect.objectContaining({ tax_percent: null })]) });
  });

  it('tells of a subscription when its items or its status last changed', () => {
    const own = new Engine({ seed: 'start' });
    const { id: customer } = own.customers.create({ payment_method: 'pm_card_visa' });
    const { id: product } = own.products.create({ name: 'Gold' });
    const recurring = { interval: 'month' } as const;
    const { id: price } = own.prices.create({ currency: 'usd', unit_amount: 500, product, recurring });
    const { id } = own.subscriptions.create({ customer, items: [{ price }] });
    const start = () => renderObject(own.store.subscriptions.get(id), '2018-01-23')['start'];
    const created = own.clock.now();
    expect(start()).toBe(created);
    own.advance(60);
    own.subscriptions.update(id, { metadata: { seat: 'window' } });
    expect(start()).toBe(created);
    const [item] = own.store.subscriptions.get(id).items.data;
    own.subscriptions.update(id, { items: [{ id: item?.id ?? '', quantity: 2 }] });
    expect(start()).toBe(created + 60);
    own.advance(60);
    own.subscriptions.update(id, { metadata: {} });
    expect(start()).toBe(created + 60);
    own.subscriptions.cancel(id);
    expect(start()).toBe(created + 120);
  });

  it('before 2017-05-25 tells the id of the request only', () => {
    const [event] = engine.events;
    expect(event?.request).toEqual({ id: null, idempotency_key: null });
    expect(renderEvent(first(engine.events), '2015-10-16')?.request).toBeNull();
  });

  it('before 2015-02-18 calls a charge that succeeded paid', () => {
    expect(first(objectsOf('2015-02-16', 'charge.succeeded'))).toMatchObject({ card: null, status: 'paid' });
    expect(first(objectsOf('2015-10-16', 'charge.succeeded'))['status']).toBe('succeeded');
  });

  it('renders the objects of the API alike', () => {
    const subscription = engine.store.subscriptions.get(life.subscription);
    const older = renderObject(subscription, '2020-08-27');
    expect(older['current_period_end']).toBe(subscription.items.data[0]?.current_period_end);
    expect(older).not.toHaveProperty(['items', 'data', 0, 'current_period_end']);
    expect(renderObject(subscription, '2025-08-27.basil')).not.toHaveProperty('current_period_end');
  });

  it('shows the period among the previous attributes of a renewal', () => {
    const renewals = engine.events.filter((event) => {
      const old = event.data.previous_attributes;
      return event.type === 'customer.subscription.updated' && old?.['items'] !== undefined;
    });
    const previous = renderEvent(first(renewals.reverse()), '2024-06-20')?.data.previous_attributes ?? {};
    expect(Object.keys(previous).sort()).toEqual(['current_period_end', 'current_period_start', 'latest_invoice']);
  });
});

describe.each(OLDER)('previous_attributes in %s', (version) => {
  it('laid over the object give its former snapshot in that version', () => {
    const engine = new Engine({ seed: version });
    randomLifecycle(version, engine, { steps: 60, customers: 2 });
    // Until then, lists had only the elements that changed
    const seen = version < '2017-05-25' ? withoutElements : (fields: Fields) => fields;
    for (const chain of chainsOf(engine.events)) {
      for (const [index, event] of chain.entries()) {
        const rendered = renderEvent(event, version);
        const former = chain[index - 1];
        if (!former || !rendered?.data.previous_attributes) continue;
        const before = renderEvent(former, version)?.data.object ?? {};
        const { object, previous_attributes } = rendered.data;
        expect(overlay(seen(object), seen(previous_attributes))).toEqual(seen(before));
      }
    }
  });
});

function withoutElements(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      Array.isArray(value) ? [] : isHash(value) ? withoutElements(value) : value,
    ]),
  );
}
