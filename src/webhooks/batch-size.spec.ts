import { BatchSize } from './batch-size.js';

it('halves after a batch that took too long, down to ten, and grows again with full ones that did not', () => {
  const size = new BatchSize();
  expect(size.next).toBe(200);
  size.note(200, 2_500);
  expect(size.next).toBe(100);
  size.note(30, 2_500);
  expect(size.next).toBe(15);
  size.note(15, 9_000);
  size.note(10, 9_000);
  expect(size.next).toBe(10);
  size.note(3, 5);
  expect(size.next).toBe(10);
  size.note(10, 1_500);
  expect(size.next).toBe(10);
  for (let batch = 0; batch < 9; batch += 1) size.note(size.next, 100);
  expect(size.next).toBe(1_000);
});
