import { setImmediate } from 'node:timers/promises';
import { Gathered } from './gathered.js';

it('asks for what is asked in one turn together, and answers each', async () => {
  const asked: (readonly number[])[] = [];
  const squares = new Gathered<number, number>((calls) => {
    asked.push(calls);
    return Promise.resolve((call) => call * call);
  });
  const first = Promise.all([squares.ask(2), squares.ask(3)]);
  await setImmediate();
  expect(await Promise.all([first, squares.ask(4)])).toEqual([[4, 9], 16]);
  expect(asked).toEqual([[2, 3], [4]]);
});

it('tells all who asked together of a failure, and the next nothing of it', async () => {
  let fails = true;
  const gathered = new Gathered<string, string>(async () => {
    if (fails) throw new TypeError('down');
    return (call) => call;
  });
  expect(await Promise.allSettled([gathered.ask('a'), gathered.ask('b')])).toMatchObject([
    { reason: { message: 'down' } },
    { reason: { message: 'down' } },
  ]);
  fails = false;
  expect(await gathered.ask('c')).toBe('c');
});
