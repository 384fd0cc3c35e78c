import { ProgressLines } from './progress-lines.js';

it.each([
  [3_000, ['step 30', 'step 60']],
  [0, ['step 0', 'step 30', 'step 60']],
])('says of what takes long a line now and then, the first after %d ms', (first, expected) => {
  const lines: string[] = [];
  let clock = 5_000;
  const progress = new ProgressLines(
    (line) => lines.push(line),
    first,
    () => clock,
  );
  for (let step = 0; step < 80; step += 1, clock += 100) progress.tell(() => `step ${step}`);
  expect(lines).toEqual(expected);
});
