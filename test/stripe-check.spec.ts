import { refusalOf } from '../stripe-check/key.js';
import { shapeDifferences, shapesOf } from '../stripe-check/shape.js';

describe('the key of npm run test:stripe', () => {
  it.each(['sk_live_1234', 'rk_live_1234', 'pk_test_1234', 'whsec_1234', '', undefined])('is not %p', (key) => {
    expect(refusalOf(key)).toContain('Developers, API keys, Secret key: sk_test_');
  });

  it.each(['sk_test_1234', 'rk_test_1234'])('may be %p', (key) => {
    expect(refusalOf(key)).toBeNull();
  });
});

describe('shapes', () => {
  const differences = (stripe: object, sandbox: object) => {
    const [theirs, ours] = [stripe, sandbox].map((fields) => shapesOf([{ object: 'plan', ...fields }]).get('plan'));
    return shapeDifferences('plan', theirs ?? new Map(), ours ?? new Map()).map(
      ({ path, difference }) => `${path}: ${difference}`,
    );
  };

  it('differ where a key is on one side only, or of another type, however deep', () => {
    expect(differences({ new_key: 1, old: 'x' }, { old: 'x', gone: null })).toEqual([
      'gone: only in the sandbox',
      'new_key: missing in the sandbox',
    ]);
    expect(differences({ items: [{ id: 'a', tax: {} }] }, { items: [{ id: 1 }] })).toEqual([
      'items[].id: another type',
      'items[].tax: missing in the sandbox',
    ]);
  });

  it('do not differ by what is null or empty on one side, nor by metadata', () => {
    expect(differences({ a: null, b: [], c: { d: 1 } }, { a: 'x', b: [{ e: 1 }], c: null })).toEqual([]);
    expect(differences({ metadata: { one: '1' } }, { metadata: { other: '2' } })).toEqual([]);
  });

  it('are of all objects of a kind together', () => {
    const shape = shapesOf([
      { object: 'plan', trial: null },
      { object: 'plan', trial: 7 },
    ]).get('plan');
    expect(shape?.get('trial')).toEqual(new Set(['null', 'number']));
  });
});
