import { scriptedChapters } from '../../sandbox/lifecycle.js';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import { startCommand } from '../support/command-process.js';
import { personalValues, shownIn } from '../support/personal-values.js';

const SEED = '11';
/** What has no place in any output, whatever its value: keys, secrets, tokens, signatures, passwords in addresses. */
const SECRETS =
  /whsec_\w{4,}|\b(sk|rk)_(test|live)_\w{4,}|\bchk_\w{10,}|\beyJ[\w-]{10,}\.|\bv1=[0-9a-f]{16,}|\bt=\d{10},|Bearer [\w.-]+|:\/\/[^\s/:@]+:[^\s/@]+@|"last4"|_secret_\w+/g;

/** The objects of the demo's own life: the same seed tells the same one. */
async function lifeOfDemo(): Promise<unknown[]> {
  const sandbox = await StripeSandbox.start({ seed: SEED });
  const chapters = [...scriptedChapters(sandbox.engine)];
  expect(chapters.length).toBeGreaterThan(8);
  const events = structuredClone(sandbox.events);
  await sandbox.close();
  return [...events];
}

it('the whole demo at debug level says nothing of its customer, and no secret', async () => {
  const demo = startCommand('sandbox/demo/main.ts', ['--once', '--seed', SEED], { LOG_LEVEL: 'debug' });
  const values = personalValues(await lifeOfDemo());
  expect([...values]).toEqual(expect.arrayContaining(['owner@acme.example', 'Acme Inc.', '"4242"']));
  expect(values.size).toBeGreaterThan(10);
  expect(await demo.ended).toBe(0);
  const output = demo.output();
  expect(output).toContain('The database is right.');
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  const settled = lines.filter((line) => line.includes('"event settled"'));
  expect(settled.length).toBeGreaterThan(60);
  expect(lines.some((line) => line.includes('"level":20'))).toBe(true); // it is the debug level indeed
  expect(shownIn(output, values)).toEqual([]);
  expect(output.match(SECRETS)).toBeNull();
}, 300_000);
