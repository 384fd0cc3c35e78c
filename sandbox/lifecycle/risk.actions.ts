import type { Charge } from '../objects/charge.js';
import { type Dispute, isDecided, isInquiry } from '../objects/dispute.js';
import type { Action, Life } from './life.js';

const SUSPICIOUS = [
  'pm_card_createDispute',
  'pm_card_createDisputeProductNotReceived',
  'pm_card_createDisputeInquiry',
  'pm_card_createIssuerFraudRecord',
  'pm_card_riskLevelElevated',
];

/** A card payment that nobody has taken back yet. */
function standingCharge(life: Life): Charge | undefined {
  const { charges, paymentMethods } = life.engine.store;
  return life.pick(
    charges
      .values()
      .filter(
        ({ captured, disputed, payment_method, refunded, status }) =>
          status === 'succeeded' &&
          captured &&
          !refunded &&
          !disputed &&
          paymentMethods.get(payment_method).type === 'card',
      ),
  );
}

/** The bank and the merchant never act within one second: what ends a dispute tells nothing of what was before. */
function undecided(life: Life, passes: (dispute: Dispute) => boolean): Dispute | undefined {
  const { disputes } = life.engine.store;
  const open = (dispute: Dispute): boolean => !isDecided(dispute) && passes(dispute);
  const found = life.pick(disputes.values().filter(open));
  if (!found) return undefined;
  life.separate(found.id);
  const now = disputes.get(found.id);
  return open(now) ? now : undefined;
}

export const riskActions: readonly Action[] = [
  {
    name: 'suspicious payment',
    weight: 4,
    run(life) {
      life.engine.paymentIntents.create({
        amount: 1_000 + life.random.int(9_000),
        currency: 'usd',
        payment_method: life.random.pick(SUSPICIOUS),
        confirm: true,
      });
      return true;
    },
  },
  {
    name: 'dispute a charge',
    weight: 3,
    run(life) {
      const charge = standingCharge(life);
      if (!charge) return false;
      const left = charge.amount - charge.amount_refunded;
      life.engine.disputes.create({
        charge: charge.id,
        amount: life.random.chance(0.3) ? 1 + life.random.int(left) : left,
        reason: life.random.pick(['fraudulent', 'duplicate', 'product_unacceptable', 'subscription_canceled']),
        inquiry: life.random.chance(0.3),
        unchallengeable: life.random.chance(0.2),
      });
      return true;
    },
  },
  {
    name: 'answer a dispute',
    weight: 4,
    run(life) {
      const { disputes, store } = life.engine;
      const waiting = life.pick(store.disputes.values().filter(({ status }) => status.endsWith('needs_response')));
      if (!waiting) return false;
      const evidence = { product_description: life.fresh('Sold'), customer_name: life.fresh('Name') };
      disputes.update(waiting.id, { evidence, submit: life.random.chance(0.6) });
      return true;
    },
  },
  {
    name: 'decide a dispute',
    weight: 4,
    run(life) {
      const dispute = undecided(life, () => true);
      if (dispute) life.engine.disputes.decide(dispute.id, life.random.pick(['won', 'lost'] as const));
      return dispute !== undefined;
    },
  },
  {
    name: 'give in to a dispute',
    weight: 1,
    run(life) {
      const dispute = undecided(life, ({ status }) => status === 'needs_response');
      if (dispute) life.engine.disputes.close(dispute.id);
      return dispute !== undefined;
    },
  },
  {
    name: 'escalate an inquiry',
    weight: 2,
    run(life) {
      const dispute = undecided(life, isInquiry);
      if (dispute) life.engine.disputes.escalate(dispute.id);
      return dispute !== undefined;
    },
  },
  {
    name: 'label a dispute',
    weight: 2,
    run(life) {
      const dispute = life.pick(life.engine.store.disputes.values());
      if (dispute) life.engine.disputes.update(dispute.id, { metadata: { case: life.fresh('case') } });
      return dispute !== undefined;
    },
  },
  {
    name: 'warn of fraud',
    weight: 2,
    run(life) {
      const charge = life.pick(life.engine.store.charges.values().filter(({ status }) => status === 'succeeded'));
      if (charge) life.engine.earlyFraudWarnings.create({ charge: charge.id });
      return charge !== undefined;
    },
  },
  {
    name: 'open or approve a review',
    weight: 3,
    run(life) {
      const { reviews, store } = life.engine;
      const open = life.pick(store.reviews.values().filter((one) => one.open));
      if (open && life.random.chance(0.6)) {
        reviews.approve(open.id);
        return true;
      }
      const charge = standingCharge(life);
      if (charge?.review === null) reviews.open(charge.id);
      return charge?.review === null;
    },
  },
];
