import { Engine } from './engine/engine.js';
import { randomLifecycle } from './lifecycle.js';
import type { Fields } from './objects/event.js';
import { hash, isHash } from './previous-attributes.js';
import { SHAPES } from './shapes.js';

/** What is wrong with the top-level fields of an object, or nothing. */
function complaints(object: Fields): string[] {
  const type = String(object['object']);
  const shape = SHAPES[type];
  if (!shape) return [`no shape is recorded for ${type}`];
  const missing = shape.fields.filter((field) => !(field in object)).map((field) => `${type}.${field} is missing`);
  const known = new Set([...shape.fields, ...(shape.optional ?? [])]);
  const unknown = Object.keys(object).filter((field) => !known.has(field) && field !== 'deleted');
  return [...missing, ...unknown.map((field) => `${type}.${field} is not known`)];
}

/** Every object inside a value that says which type it is, except lists. */
function typed(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(typed);
  if (!isHash(value)) return [];
  const own = typeof value['object'] === 'string' && value['object'] !== 'list' ? [value] : [];
  return [...own, ...Object.values(value).flatMap(typed)];
}

/** What a life without connected accounts has not. */
const BESIDE = ['application_fee', 'billing_portal.session', 'capability', 'event', 'person', 'transfer'];

describe('shapes', () => {
  const engine = new Engine({ seed: 'shapes' });
  randomLifecycle('shapes', engine, { steps: 400, customers: 3 });
  const objects = typed(engine.state());

  it('covers every type of object that the engine makes', () => {
    const seen = new Set(objects.map(({ object }) => String(object)));
    expect([...seen].sort()).toEqual(
      Object.keys(SHAPES)
        .filter((type) => !BESIDE.includes(type))
        .sort(),
    );
  });

  it('every object has the recorded fields and no other', () => {
    expect([...new Set(objects.flatMap(complaints))]).toEqual([]);
  });

  it('so have events and the account', () => {
    expect(engine.events.flatMap((event) => complaints({ ...event }))).toEqual([]);
    expect(complaints(hash(engine.profile.get()))).toEqual([]);
  });

  it('so has what belongs to a connected account', () => {
    const { persons, store } = engine.accounts.get(engine.accounts.create({ type: 'standard' }).id);
    persons.create({ first_name: 'Ann' });
    expect(
      [...store.persons.values(), ...store.capabilities.values()].flatMap((made) => complaints(hash(made))),
    ).toEqual([]);
  });

  it('invoice.upcoming is an invoice without an id', () => {
    const upcoming = engine.events.find(({ type }) => type === 'invoice.upcoming');
    expect(complaints(upcoming?.data.object ?? {})).toEqual(['invoice.id is missing']);
  });
});
