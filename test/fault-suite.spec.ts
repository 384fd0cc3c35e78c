import { runBuilt } from './support/built.js';

/** One round: each kind of fault once. docs/reliability.md has the figures of long runs. */
const KINDS = 28;
const SEED = 20_261_121;

it('the built backend loses nothing, doubles nothing and ends equal, after one fault of each kind', async () => {
  const args = ['--minutes', '0', '--faults', String(KINDS), '--seed', String(SEED), '--brief'];
  const { stdout, stderr } = await runBuilt('faults/main.js', ...args);
  const line = stdout.split('\n').find((one) => one.startsWith(`seed ${SEED} |`)) ?? `${stdout}\n${stderr}`;
  expect(line).toContain(`faults ${KINDS} of ${KINDS} kinds | heavy 7 | lost 0 | doubled 0 | unequal 0 |`);
  expect(stdout).not.toMatch(/^(messages|died by itself|grown): /m);
  expect(Number(/events (\d+)/.exec(line)?.[1])).toBeGreaterThan(300);
}, 580_000); // two minutes of a machine of its own; beside other work up to five
