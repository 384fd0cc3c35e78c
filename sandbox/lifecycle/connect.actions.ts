import type { Engine } from '../engine/engine.js';
import { type Action, Life } from './life.js';

/** A connected account, and a life of its own in which nothing flips: Stripe cannot be asked about one that has left. */
function anyAccount(life: Life): Life | undefined {
  const engine: Engine | undefined = life.pick(life.engine.accounts.all());
  return engine && new Life(engine, life.random, false);
}

/** Something that the owner or the platform says, to a connected account if there is one. */
const saying = (name: string, weight: number, say: (theirs: Life, life: Life) => boolean): Action => ({
  name,
  weight,
  run(life) {
    const theirs = anyAccount(life);
    return theirs !== undefined && say(theirs, life);
  },
});

/** What happens to connected accounts themselves; an account that leaves for good is not heard of again. */
export const connectActions: readonly Action[] = [
  {
    name: 'connect an account',
    weight: 2,
    run({ engine, random }) {
      engine.accounts.create({
        type: random.pick(['custom', 'express', 'standard']),
        capabilities: { transfers: { requested: true } },
      });
      return true;
    },
  },
  saying('say something', 5, ({ engine }, life) => {
    const times = 1 + life.random.int(3);
    for (let i = 0; i < times; i += 1) engine.profile.update({ metadata: { shop: life.fresh('Shop') } });
    return true;
  }),
  saying('say all that is missing', 3, ({ engine }) => {
    engine.profile.update({
      business_profile: { product_description: 'Lamps', support_phone: '+15550100', url: 'https://lamps.example' },
      external_account: 'btok_us',
      tos_acceptance: { date: engine.clock.now(), ip: '127.0.0.1' },
    });
    return true;
  }),
  saying('ask for a capability', 1, ({ engine }) => {
    engine.profile.request('card_payments');
    return true;
  }),
  saying('note something on a bank account', 2, ({ engine }, life) => {
    const [bank] = engine.profile.get().external_accounts.data;
    if (bank) engine.profile.updateBank(bank.id, { book: life.fresh('book') });
    return bank !== undefined;
  }),
  saying('add a person', 3, ({ engine, random }, life) => {
    const last_name = random.chance(0.5) ? { last_name: life.fresh('Name') } : {};
    engine.persons.create({ first_name: life.fresh('Ann'), ...last_name, relationship: { owner: random.chance(0.5) } });
    return true;
  }),
  saying('say more of a person', 4, (theirs, life) => {
    const person = theirs.pick(theirs.engine.store.persons.values());
    if (!person) return false;
    theirs.settle(person.id);
    const director = !theirs.engine.store.persons.get(person.id).relationship.director;
    theirs.engine.persons.update(person.id, { last_name: life.fresh('Name'), relationship: { director } });
    return true;
  }),
  saying('a person goes', 1, ({ engine }, life) => {
    const person = life.pick(engine.store.persons.values());
    if (person) engine.persons.delete(person.id);
    return person !== undefined;
  }),
  saying('leave and come back', 1, (theirs, life) => {
    const { accountId } = theirs.engine;
    life.engine.advance(5); // what Stripe looks at is through: nobody is told of what happens in between
    life.engine.accounts.deauthorize(accountId);
    life.engine.advance(1);
    life.engine.accounts.authorize(accountId);
    life.engine.advance(1);
    return true;
  }),
  saying('leave for good', 1, ({ engine }, life) => {
    life.engine.accounts.deauthorize(engine.accountId);
    return true;
  }),
];
