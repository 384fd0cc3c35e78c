import { runBuilt } from './support/built.js';

/** A way in, an alert of each severity, and a way out, in the drill's order: the quickest. `npm run drill` does all eight. */
const SHORT = ['clock-skew', 'disabled-endpoint', 'mail-gone'];

interface Drilled {
  readonly name: string;
  readonly checks: readonly { readonly check: string; readonly isRight: boolean; readonly text: string }[];
}

it('the drill breaks the built backend, sees it where the runbook says, and mends it', async () => {
  const { stdout, stderr } = await runBuilt('drill/main.js', '--json', '--only', SHORT.join(','));
  if (stdout === '') throw new Error(stderr);
  const { breaks } = JSON.parse(stdout) as { breaks: Drilled[] };
  expect(breaks.map(({ name }) => name)).toEqual(SHORT);
  const checks = breaks.flatMap(({ name, checks: own }) => own.map((check) => ({ name, ...check })));
  expect(checks.filter(({ isRight }) => !isRight)).toEqual([]);
  for (const name of SHORT) {
    const kinds = new Set(checks.filter((check) => check.name === name).map(({ check }) => check));
    expect([...kinds]).toEqual(['alert', 'runbook', 'cause', 'over', 'nothing lost', 'told']);
  }
}, 600_000); // half a minute of a machine of its own

it('names what it can break, and refuses what it cannot', async () => {
  const { stdout } = await runBuilt('drill/main.js', '--list');
  expect(stdout.trim().split('\n')).toHaveLength(8);
  const refused = await runBuilt('drill/main.js', '--only', 'everything');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('wrong-secret') as string });
}, 120_000);
