import { Engine } from './engine/engine.js';
import { scriptedChapters, scriptedLifecycle } from './lifecycle.js';
import { chainsOf, returnsWithinSecond, unconnected } from './test/ties.js';

describe('the scripted life', () => {
  it('goes through everything the demo tells', () => {
    const engine = new Engine({ seed: 'demo' });
    const life = scriptedLifecycle(engine);
    const { store } = engine;
    expect(store.checkoutSessions.get(life.session)).toMatchObject({
      client_reference_id: 'tenant_acme',
      customer: life.customer,
      subscription: life.subscription,
      payment_status: 'paid',
    });
    const statuses = engine.events
      .filter(({ data }) => data.object['id'] === life.subscription)
      .map(({ data }) => data.object['status']);
    expect([...new Set(statuses)]).toEqual(['incomplete', 'active', 'past_due', 'canceled']);
    expect(store.subscriptions.get(life.subscription).items.data[0]?.price.id).toBe(life.proPrice);
    expect(store.refunds.get(life.refund)).toMatchObject({ amount: 1_500, status: 'succeeded' });
    expect(store.creditNotes.values()).toMatchObject([{ total: 500, status: 'issued' }]);
    expect(store.disputes.values()).toMatchObject([{ amount: 1_900, status: 'won' }]);
    expect(store.invoices.values().at(-1)).toMatchObject({ subtotal: 4_900, total: 3_920, amount_paid: 3_920 });
    expect(store.invoices.values().map(({ billing_reason, status }) => `${billing_reason} ${status}`)).toEqual([
      'subscription_create paid',
      'subscription_update paid',
      'subscription_cycle paid',
    ]);
  });

  it('holds no tie that a consumer would have to read about', () => {
    const engine = new Engine({ seed: 'demo' });
    scriptedLifecycle(engine);
    for (const chain of chainsOf(engine.events)) {
      expect(returnsWithinSecond(chain)).toEqual([]);
      expect(unconnected(chain)).toEqual([]);
    }
  });

  it('can be told chapter by chapter', () => {
    const [whole, told] = [new Engine({ seed: 'demo' }), new Engine({ seed: 'demo' })];
    scriptedLifecycle(whole);
    expect([...scriptedChapters(told)]).toHaveLength(11);
    expect(JSON.stringify(told.events)).toBe(JSON.stringify(whole.events));
  });
});
