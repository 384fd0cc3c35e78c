import { randomLifecycle } from '../lifecycle.js';
import { overlay, sameJson } from '../previous-attributes.js';
import { chainsOf, objectOf, returnsWithinSecond, unconnected } from '../test/ties.js';
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
    const wrong = chainsOf(engine.events).flatMap((chain) =>
      chain.filter(({ data: { object, previous_attributes: previous }, type }, index) => {
        if (!previous) return type.endsWith('.updated');
        const former = overlay(object, previous);
        return Object.keys(previous).length === 0 || !sameJson(former, chain[index - 1]?.data.object);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('the last snapshot of every object is the truth', () => {
    const last = new Map(engine.events.map((event) => [objectOf(event), event]));
    for (const object of Object.values(engine.state()).flat()) {
      const event = last.get(`${object.object} ${object.id}`);
      if (!event || SILENT.has(object.object)) continue;
      const { deleted, ...fields } = { deleted: false, ...object };
      if (!sameJson(event.data.object, fields)) expect(event.data.object).toEqual(fields);
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

it('random lives bring every type of event', () => {
  const lives = Array.from({ length: 36 }, (_, index) => liveOf(`life ${index}`));
  const types = new Set(lives.flatMap(({ events }) => events.map(({ type }) => type)));
  const wanted = `customer.created customer.updated customer.deleted checkout.session.completed
    customer.subscription.created customer.subscription.updated customer.subscription.deleted customer.subscription.paused
    customer.subscription.resumed customer.subscription.trial_will_end invoice.created invoice.finalized invoice.updated
    invoice.paid invoice.payment_succeeded invoice.payment_failed invoice.voided invoice.marked_uncollectible
    invoice.deleted invoice.upcoming invoice_payment.paid product.created product.updated product.deleted price.created
    price.updated price.deleted payment_intent.created payment_intent.processing payment_intent.requires_action
    payment_intent.succeeded payment_intent.payment_failed payment_intent.canceled charge.succeeded charge.failed
    charge.updated charge.refunded refund.created refund.updated refund.failed payment_method.attached
    payment_method.detached payment_method.updated invoiceitem.created setup_intent.created
    setup_intent.succeeded setup_intent.requires_action setup_intent.setup_failed setup_intent.canceled
    checkout.session.async_payment_succeeded checkout.session.async_payment_failed charge.pending charge.captured
    charge.expired payment_intent.amount_capturable_updated charge.dispute.created charge.dispute.updated
    charge.dispute.closed charge.dispute.funds_withdrawn charge.dispute.funds_reinstated review.opened review.closed
    radar.early_fraud_warning.created radar.early_fraud_warning.updated payout.created payout.updated payout.paid
    payout.failed payout.canceled payout.reconciliation_completed plan.created plan.updated plan.deleted coupon.created
    coupon.updated coupon.deleted promotion_code.created promotion_code.updated customer.discount.created
    customer.discount.updated customer.discount.deleted credit_note.created credit_note.updated credit_note.voided
    subscription_schedule.created subscription_schedule.updated subscription_schedule.released
    subscription_schedule.canceled subscription_schedule.completed subscription_schedule.aborted
    subscription_schedule.expiring customer.tax_id.created customer.tax_id.updated customer.tax_id.deleted invoice.sent
    invoice.will_be_due invoice.overdue invoice.finalization_failed customer.subscription.pending_update_applied
    customer.subscription.pending_update_expired`.split(/\s+/);
  expect(wanted.filter((type) => !types.has(type))).toEqual([]);
});
