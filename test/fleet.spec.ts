import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../', import.meta.url));
const SEED = 20_261_122;

/** Half of it is the start of twelve processes. docs/fleet.md has the figures of runs that measure. */
it('six processes behind PgBouncer, each rolled under load: nothing is lost, doubled or unequal', async () => {
  await run('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { cwd: root });
  const args = ['dist/fleet/main.js', '--rate', '40', '--quiet', '1', '--seed', String(SEED), '--brief'];
  const { stdout } = await run(process.execPath, args, { cwd: root }).catch(
    (error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}\n${error.stderr}` }),
  );
  const line = stdout.split('\n').find((one) => one.startsWith(`seed ${SEED} |`)) ?? stdout;
  expect(line).toContain('rolled 6 | lost 0 | doubled 0 | unequal 0 |');
  expect(line).toContain('deadlocks 0 |');
  expect(stdout).not.toMatch(/^(never accepted|sent twice|messages|not for a pooler|leases|died by itself): \d/m);
  expect(stdout.match(/^(api|worker)-\d: ended with 0 /gm)).toHaveLength(6);
  expect(Number(/events (\d+)/.exec(line)?.[1])).toBeGreaterThan(200);
}, 240_000); // half a minute of a machine of its own
