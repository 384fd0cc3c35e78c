import { runBuilt } from './support/built.js';

const SEED = 20_261_122;

/** Half of it is the start of twelve processes. docs/fleet.md has the figures of runs that measure. */
it('six processes behind PgBouncer, each rolled under load: nothing is lost, doubled or unequal', async () => {
  const args = ['--rate', '40', '--quiet', '1', '--seed', String(SEED), '--brief'];
  const { stdout, stderr } = await runBuilt('fleet/main.js', ...args);
  const line = stdout.split('\n').find((one) => one.startsWith(`seed ${SEED} |`)) ?? `${stdout}\n${stderr}`;
  expect(line).toContain('rolled 6 | lost 0 | doubled 0 | unequal 0 |');
  expect(line).toContain('deadlocks 0 |');
  expect(stdout).not.toMatch(/^(never accepted|sent twice|messages|not for a pooler|leases|died by itself): \d/m);
  expect(stdout.match(/^(api|worker)-\d: ended with 0 /gm)).toHaveLength(6);
  expect(Number(/events (\d+)/.exec(line)?.[1])).toBeGreaterThan(200);
}, 580_000); // half a minute of a machine of its own; beside other work several
