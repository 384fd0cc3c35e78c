import { Fifo } from './fifo.js';

it('a fifo gives back in order, whatever the mix of pushes and takes', () => {
  const fifo = new Fifo<number>();
  const taken: number[] = [];
  for (let index = 0; index < 5_000; index += 1) {
    fifo.push(index);
    if (index % 3 !== 0) taken.push(fifo.take() ?? -1);
  }
  for (let entry = fifo.take(); entry !== undefined; entry = fifo.take()) taken.push(entry);
  expect(taken).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
  expect(fifo.take()).toBeUndefined();
});
