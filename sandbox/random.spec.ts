import { Ids } from './ids.js';
import { Random } from './random.js';

function fiveOf(seed: string): number[] {
  const random = new Random(seed);
  return Array.from({ length: 5 }, () => random.next());
}

describe('random', () => {
  it('repeats from its seed', () => {
    expect(fiveOf('a')).toEqual(fiveOf('a'));
    expect(fiveOf('a')).not.toEqual(fiveOf('b'));
  });

  it('spreads evenly and shuffles without loss', () => {
    const random = new Random(1);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 4_000; draw += 1) {
      const face = random.int(4);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(random.shuffled([1, 2, 3, 4, 5]).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });
});

it('ids look like Stripe’s', () => {
  const ids = new Ids(new Random(1), () => 1_793_610_000);
  expect(ids.short('cus')).toMatch(/^cus_\w{14}$/);
  expect(ids.timed('sub')).toMatch(/^sub_1\w{23}$/);
  expect(ids.timed('pi')).toMatch(/^pi_3\w{23}$/);
  expect(ids.timed('evt')).toMatch(/^evt_1\w{23}$/);
  expect(ids.checkoutSession()).toMatch(/^cs_test_a1\w{56}$/);
});
