import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { errorCode } from '../../src/database/error-code.js';
import { testServices } from './test-services.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a program printed, however it ended. */
interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes dist/ once in a run of jest: a second compiler would write files that a program is just reading. */
async function build(): Promise<void> {
  const { directory } = testServices();
  const [done, lock] = [join(directory, 'built'), join(directory, 'building')];
  for (; !existsSync(done); await delay(200)) {
    const isMine = await mkdir(lock).then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) !== 'EEXIST') throw error;
        return false;
      },
    );
    if (!isMine) continue;
    try {
      await run('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { cwd: root }).catch((cause: Printed) => {
        throw new Error(`dist/ cannot be made:\n${cause.stdout}`, { cause });
      });
      await writeFile(done, '');
    } finally {
      await rm(lock, { recursive: true });
    }
  }
}

/** Runs a program of dist/ as npm does. @param entry relative to dist/. */
export async function runBuilt(entry: string, ...args: readonly string[]): Promise<Printed> {
  await build();
  return run(process.execPath, [join('dist', entry), ...args], { cwd: root }).catch((error: Printed) => error);
}
