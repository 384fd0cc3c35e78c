import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a command of ours printed, and its exit code. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command line from its source. @param entry relative to the repository. */
export function runCommand(
  entry: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<CommandResult> {
  const loader = fileURLToPath(new URL('typescript.js', import.meta.url));
  return new Promise((resolve) => {
    const options = {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ...env },
    };
    execFile(process.execPath, ['--import', loader, entry, ...args], options, (error, output, errors) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output, errors });
    });
  });
}
