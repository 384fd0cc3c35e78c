import { jest } from '@jest/globals';
import { OverloadedError } from '../../common/errors.js';
import { ReportLanes } from './report-lanes.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Reports that end when they are told to. */
function reports(count: number) {
  const lanes = new ReportLanes();
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const answers = Array.from({ length: count }, (_, n) =>
    lanes
      .run(
        () =>
          new Promise<number>((resolve, reject) => {
            begun.push(n);
            ends[n] = (error) => (error ? reject(error) : resolve(n));
          }),
      )
      .catch((error: unknown) => error),
  );
  return { begun, ends, answers };
}

it('two at once, the others in their order', async () => {
  const { begun, ends, answers } = reports(4);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(begun).toEqual([0, 1]);
  ends[1]?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.(new Error('failed'));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]?.();
  ends[3]?.();
  expect(await Promise.all(answers)).toEqual([new Error('failed'), 1, 2, 3]);
});

it('who waits too long is sent away, and takes nobody’s turn', async () => {
  const { begun, ends, answers } = reports(3);
  await jest.advanceTimersByTimeAsync(3_000);
  const refused = await answers[2];
  expect(refused).toBeInstanceOf(OverloadedError);
  expect(refused).toMatchObject({ status: 503, retryAfter: 5 });
  ends[0]?.();
  ends[1]?.();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(begun).toEqual([0, 1]);
  expect(jest.getTimerCount()).toBe(0);
});

it('all lanes are free again once everything has ended', async () => {
  const lanes = new ReportLanes();
  for (let n = 0; n < 5; n += 1) await Promise.all([lanes.run(async () => n), lanes.run(async () => n)]);
  await expect(Promise.all([1, 2, 3, 4].map((n) => lanes.run(async () => n)))).resolves.toEqual([1, 2, 3, 4]);
});
