import { anyCustomer, BAD, GOOD } from './customer.actions.js';
import type { Action } from './life.js';

const CARDS = [...GOOD, ...BAD, 'pm_card_chargeDeclined'];
const WAITING = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** Cards made ready for later, and amounts held until they are captured. */
export const setupActions: readonly Action[] = [
  {
    name: 'set up a card',
    weight: 3,
    run(life) {
      const customer = anyCustomer(life);
      life.engine.setupIntents.create({
        payment_method: life.random.pick(CARDS),
        confirm: life.random.chance(0.8),
        ...(customer && { customer: customer.id }),
      });
      return true;
    },
  },
  {
    name: 'go on with a setup',
    weight: 3,
    run(life) {
      const { engine, random } = life;
      const { customers, setupIntents, setupsOfCheckout } = engine.store;
      const found = life.pick(
        setupIntents
          .values()
          .filter(
            ({ customer, id, status }) =>
              WAITING.includes(status) && !setupsOfCheckout.has(id) && !(customer && customers.isDeleted(customer)),
          ),
      );
      if (!found) return false;
      life.separate(found.id);
      const { id, status } = setupIntents.get(found.id);
      if (random.chance(0.2)) engine.setupIntents.cancel(id, { cancellation_reason: 'abandoned' });
      else if (status === 'requires_action') engine.setupIntents.authenticate(id, random.chance(0.6));
      else engine.setupIntents.confirm(id, { payment_method: random.pick(CARDS) });
      return true;
    },
  },
  {
    name: 'hold an amount',
    weight: 3,
    run(life) {
      const customer = anyCustomer(life);
      life.engine.paymentIntents.create({
        amount: 1_000 + life.random.int(9_000),
        capture_method: 'manual',
        confirm: true,
        currency: 'usd',
        payment_method: life.random.pick([...GOOD, ...BAD, 'pm_card_riskLevelElevated']),
        ...(customer && { customer: customer.id }),
      });
      return true;
    },
  },
  {
    name: 'capture or let go',
    weight: 3,
    run(life) {
      const { paymentIntents, store } = life.engine;
      const found = life.pick(store.paymentIntents.values().filter(({ status }) => status === 'requires_capture'));
      if (!found) return false;
      life.settle(found.id);
      const held = store.paymentIntents.get(found.id);
      if (held.status !== 'requires_capture') return false;
      if (life.random.chance(0.3)) paymentIntents.cancel(held.id, { cancellation_reason: 'abandoned' });
      else if (life.random.chance(0.5)) paymentIntents.capture(held.id);
      else paymentIntents.capture(held.id, { amount_to_capture: 1 + life.random.int(held.amount) });
      return true;
    },
  },
];
