import { quantileOf } from './quantile.js';

describe('quantileOf', () => {
  it.each([
    ['nothing', {}, 0.5, null],
    ['buckets without observations', { '0.1': 0, '+Inf': 0 }, 0.5, null],
    ['half of the only bucket', { '0.1': 10 }, 0.5, 0.05],
    ['a bucket in the middle', { '0.1': 10, '0.5': 80, '1': 10 }, 0.5, 0.3],
    ['the last one', { '0.1': 98, '0.5': 0, '1': 2 }, 0.99, 0.75],
    ['beyond all bounds', { '0.1': 1, '5': 0, '+Inf': 99 }, 0.99, 5],
    ['bounds that are sorted as words otherwise', { '10': 1, '2.5': 1, '+Inf': 0 }, 0.5, 2.5],
  ])('%s', (_, buckets, quantile, expected) => {
    const found = quantileOf(buckets, quantile);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 6);
  });
});
