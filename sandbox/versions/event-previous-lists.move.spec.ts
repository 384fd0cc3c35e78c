import { Engine } from '../engine/engine.js';
import type { Fields } from '../objects/event.js';
import { first } from '../test/first.js';
import { eventPreviousLists } from './event-previous-lists.move.js';

const engine = new Engine();
engine.products.create({ name: 'Gold' });
const created = first(engine.events);

const told = (object: Fields, previous_attributes: Fields) =>
  eventPreviousLists.downgrade({ ...created, data: { object, previous_attributes } }).data;

describe('event-previous-lists', () => {
  const [kept, old, current] = [{ id: 'si_1' }, { id: 'si_2', quantity: 1 }, { id: 'si_2', quantity: 2 }];

  it('of a list only the elements that changed were told, however deep it lies', () => {
    const object = { status: 'active', items: { data: [kept, current], total_count: 2 } };
    const previous = { status: 'trialing', items: { data: [kept, old] } };
    expect(told(object, previous)).toEqual({
      object,
      previous_attributes: { status: 'trialing', items: { data: [old] } },
    });
  });

  it('of a list to which one was added nothing was told', () => {
    const object = { discounts: ['di_1', 'di_2'] };
    expect(told(object, { discounts: ['di_1'] }).previous_attributes).toEqual({ discounts: [] });
  });

  it('a list where there is none now is told whole', () => {
    expect(told({ lines: null }, { lines: [kept, old] }).previous_attributes).toEqual({ lines: [kept, old] });
  });

  it('an event without previous attributes is left as it is', () => {
    expect(eventPreviousLists.downgrade(created)).toBe(created);
  });
});
