import { z } from 'zod';
import { exactly } from './exact-figures.js';
import { SumTooLargeError } from './report.errors.js';

const rows = z.array(z.intersection(z.object({ n: z.int() }), z.object({ sum: z.int() })));

it.each([2 ** 53, -(2 ** 53), 1e300])('%d is no figure that could be told', (sum) => {
  expect(() => exactly(rows, [{ n: 1, sum }])).toThrow(SumTooLargeError);
});

it('the last one that can', () => {
  const told = [{ n: 1, sum: Number.MAX_SAFE_INTEGER }];
  expect(exactly(rows, told)).toEqual(told);
});

it.each([1.5, '1', null, undefined])('%j is a mistake of ours', (sum) => {
  expect(() => exactly(rows, [{ n: 1, sum }])).toThrow(z.ZodError);
  expect(() => exactly(rows, [{ n: 2 ** 53, sum }])).toThrow(z.ZodError);
});
