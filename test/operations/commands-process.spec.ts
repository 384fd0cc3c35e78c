import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCommand } from '../support/command.js';

const MAIN = 'src/operations/cli/main.ts';

it('the help, the version and a wrong command, as a process', async () => {
  const [help, version, wrong] = await Promise.all([
    runCommand(MAIN, {}, ['--help']),
    runCommand(MAIN, {}, ['--version']),
    runCommand(MAIN, {}, ['reconcil']),
  ]);
  expect([help.code, help.errors]).toEqual([0, '']);
  for (const name of [
    'doctor',
    'endpoint',
    'smoke',
    'events',
    'outbox',
    'reconcile',
    'backfill',
    'verify',
    'keys',
    'tenants',
    'erase',
    'stats',
    'migrate',
  ]) {
    expect(help.output).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  }
  const { version: own } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect([version.code, version.output]).toEqual([0, `${own}\n`]);
  expect([wrong.code, wrong.output]).toEqual([1, '']);
  expect(wrong.errors).toContain("error: unknown command 'reconcil'");
}, 180_000);

it('the commands that were there before a common one are still there', async () => {
  const { code, errors } = await runCommand('src/operations/cli/verify.ts', {}, ['--type', 'nothing']);
  expect([code, errors]).toEqual([1, expect.stringContaining('Usage: countinghouse verify')]);
});

it('bin/countinghouse.js says what to do where nothing was built', async () => {
  const clone = mkdtempSync(join(process.env['TEST_DIRECTORY'] ?? '/tmp', 'package-'));
  mkdirSync(join(clone, 'bin'));
  copyFileSync('package.json', join(clone, 'package.json'));
  copyFileSync('bin/countinghouse.js', join(clone, 'bin', 'countinghouse.js'));
  const started = promisify(execFile)(process.execPath, [join(clone, 'bin', 'countinghouse.js'), 'doctor']);
  await expect(started).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'countinghouse is not built: run npm run build first.\n',
  });
});
