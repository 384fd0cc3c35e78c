import { randomLifecycle } from '../lifecycle.js';
import { overlay } from '../previous-attributes.js';
import { chainsOf, returnsWithinSecond, unconnected } from '../test/ties.js';
import { Engine } from './engine.js';

const SEEDS = Array.from({ length: 12 }, (_, index) => `life ${index}`);

/** Types of objects that also change without an event, as at Stripe. */
const SILENT = new Set(['invoiceitem', 'invoice_payment', 'checkout.session', 'balance_transaction']);

function liveOf(seed: string, flips = true): Engine {
  const engine = new Engine({ seed });
  randomLifecycle(seed, engine, { steps: 120, customers: 3, flips });
  return engine;
}

describe.each(SEEDS)('random %s', (seed) => {
  const engine = liveOf(seed);

  it('previous_attributes laid over the object give exactly its former snapshot', () => {
    for (const chain of chainsOf(engine.events)) {
      for (const [index, event] of chain.entries()) {
        const { object, previous_attributes } = event.data;
        expect(previous_attributes !== undefined || !event.type.endsWith('.updated')).toBe(true);
        if (!previous_attributes) continue;
        expect(Object.keys(previous_attributes)).not.toHaveLength(0);
        expect(overlay(object, previous_attributes)).toEqual(chain[index - 1]?.data.object);
      }
    }
  });

  it('the last snapshot of every object is the truth', () => {
    const last = new Map(chainsOf(engine.events).map((chain) => [chain.at(-1)?.data.object['id'], chain.at(-1)]));
    for (const object of Object.values(engine.state()).flat()) {
      const event = last.get(object.id);
      if (!event || SILENT.has(object.object)) continue;
      const { deleted, ...fields } = { deleted: false, ...object };
      expect(event.data.object).toEqual(fields);
      expect(event.type.endsWith('.deleted') && object.object !== 'subscription').toBe(deleted);
    }
  });

  it('events are frozen, in order of time, and their ids differ', () => {
    const { events } = engine;
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.every((event, index) => index === 0 || event.created >= (events[index - 1]?.created ?? 0))).toBe(
      true,
    );
    expect(events.every((event) => Object.isFrozen(event) && Object.isFrozen(event.data.object))).toBe(true);
  });

  it('the same seed gives the same events', () => {
    expect(JSON.stringify(liveOf(seed).events)).toBe(JSON.stringify(engine.events));
  });

  it('without flips every tie is decided by what the events say', () => {
    for (const chain of chainsOf(liveOf(seed, false).events)) {
      expect(unconnected(chain)).toEqual([]);
      expect(returnsWithinSecond(chain)).toEqual([]);
    }
  });
});

it('flips are there unless they are turned off', () => {
  const chains = SEEDS.flatMap((seed) => chainsOf(liveOf(seed).events));
  expect(chains.flatMap(returnsWithinSecond)).toContain('phone');
});

it('random lives bring ties and every type of event', () => {
  const events = SEEDS.flatMap((seed) => liveOf(seed).events);
  const types = new Set(events.map(({ type }) => type));
  const wanted = `customer.created customer.updated customer.deleted checkout.session.completed
    customer.subscription.created customer.subscription.updated customer.subscription.deleted customer.subscription.paused
    customer.subscription.resumed customer.subscription.trial_will_end invoice.created invoice.finalized invoice.updated
    invoice.paid invoice.payment_succeeded invoice.payment_failed invoice.voided invoice.marked_uncollectible
    invoice.deleted invoice.upcoming invoice_payment.paid product.created product.updated product.deleted price.created
    price.updated price.deleted payment_intent.created payment_intent.processing payment_intent.requires_action
    payment_intent.succeeded payment_intent.payment_failed payment_intent.canceled charge.succeeded charge.failed
    charge.updated charge.refunded refund.created refund.updated refund.failed payment_method.attached
    payment_method.detached payment_method.updated invoiceitem.created setup_intent.created`.split(/\s+/);
  expect(wanted.filter((type) => !types.has(type))).toEqual([]);
});
