import type { Coupon } from '../objects/coupon.js';
import { anyCustomer } from './customer.actions.js';
import type { Action, Life } from './life.js';
import { someDiscount, usableCodes, usableCoupons } from './some-discount.js';
import { anySubscription } from './subscription.actions.js';

const DAY = 86_400;

function newCoupon(life: Life): Coupon {
  const { engine, random } = life;
  const off = random.chance(0.7)
    ? { percent_off: random.pick([10, 12.5, 33.3, 50, 100]) }
    : { amount_off: 100 + random.int(2_000), currency: 'usd' };
  const duration = random.pick([
    { duration: 'once' },
    { duration: 'forever' },
    { duration: 'repeating', duration_in_months: 1 + random.int(3) },
  ] as const);
  return engine.coupons.create({
    ...off,
    ...duration,
    name: life.fresh('Coupon'),
    ...(random.chance(0.2) && { max_redemptions: 1 + random.int(3) }),
    ...(random.chance(0.2) && { redeem_by: engine.clock.now() + DAY * (1 + random.int(40)) }),
  });
}

export const discountActions: readonly Action[] = [
  {
    name: 'create coupon',
    weight: 3,
    run(life) {
      newCoupon(life);
      return true;
    },
  },
  {
    name: 'edit coupon several times',
    weight: 2,
    run(life) {
      const coupon = life.pick(life.engine.store.coupons.values());
      if (!coupon) return false;
      const times = 1 + life.random.int(2);
      for (let edit = 0; edit < times; edit += 1) life.engine.coupons.update(coupon.id, { name: life.fresh('Coupon') });
      return true;
    },
  },
  {
    name: 'delete coupon',
    weight: 1,
    run(life) {
      const coupon = life.pick(life.engine.store.coupons.values());
      if (coupon) life.engine.coupons.delete(coupon.id);
      return coupon !== undefined;
    },
  },
  {
    name: 'create promotion code',
    weight: 3,
    run(life) {
      const coupon = life.pick(usableCoupons(life));
      if (!coupon) return false;
      const { engine, random } = life;
      engine.promotionCodes.create({
        promotion: { type: 'coupon', coupon: coupon.id },
        code: life.fresh('CODE').replace(' ', '-'),
        ...(random.chance(0.3) && { max_redemptions: 1 }),
        ...(random.chance(0.2) && { expires_at: engine.clock.now() + DAY * (1 + random.int(20)) }),
      });
      return true;
    },
  },
  {
    name: 'withdraw or edit promotion code',
    weight: 2,
    run(life) {
      const code = life.pick(usableCodes(life));
      if (!code) return false;
      if (life.random.chance(0.7)) {
        life.engine.promotionCodes.update(code.id, { metadata: { campaign: life.fresh('campaign') } });
        return true;
      }
      life.settle(code.id);
      life.engine.promotionCodes.update(code.id, { active: false });
      return true;
    },
  },
  {
    name: 'discount customer',
    weight: 3,
    run(life) {
      const customer = anyCustomer(life);
      if (!customer) return false;
      life.separate(customer.id, customer.discount?.id); // nobody can read a discount alone: no flips of it
      const current = life.engine.store.customers.get(customer.id).discount;
      const param = someDiscount(life, current?.source.coupon);
      if (param) life.engine.customers.update(customer.id, param);
      return param !== undefined;
    },
  },
  {
    name: 'take customer’s discount away',
    weight: 1,
    run(life) {
      const found = life.pick(life.engine.store.customers.values().filter(({ discount }) => discount !== null));
      if (!found) return false;
      life.settle(found.id);
      if (life.engine.store.customers.get(found.id).discount) life.engine.customers.deleteDiscount(found.id);
      return true;
    },
  },
  {
    name: 'discount subscription',
    weight: 3,
    run(life) {
      const found = anySubscription(life, 'active', 'trialing', 'past_due');
      if (!found) return false;
      life.settle(found.id, found.customer);
      const { store, subscriptions } = life.engine;
      const { discounts, ended_at, id } = store.subscriptions.get(found.id);
      const param = someDiscount(life, ...discounts.map((one) => store.discounts.get(one).source.coupon));
      if (!param || ended_at !== null) return false;
      const kept = life.random.chance(0.5) ? discounts.map((discount) => ({ discount })) : [];
      subscriptions.update(id, { discounts: [...kept, param] });
      return true;
    },
  },
  {
    name: 'take subscription’s discounts away',
    weight: 1,
    run(life) {
      const { store, subscriptions } = life.engine;
      const all = store.subscriptions.values().filter(({ discounts, ended_at }) => discounts.length > 0 && !ended_at);
      const found = life.pick(all);
      if (!found) return false;
      life.settle(found.id);
      const { discounts, ended_at, id } = store.subscriptions.get(found.id);
      if (discounts.length > 0 && ended_at === null) subscriptions.update(id, { discounts: '' });
      return true;
    },
  },
];
