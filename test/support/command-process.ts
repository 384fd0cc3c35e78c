import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A command as an operating system's process, without a terminal. */
export interface CommandProcess {
  /** Code or signal, once it has ended. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly output: () => string;
  /** Resolves when it has printed this. */
  prints(text: RegExp): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

/** @param entry source file that starts it, relative to the repository. */
export function startCommand(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): CommandProcess {
  const loader = fileURLToPath(new URL('typescript.js', import.meta.url));
  const child = spawn(process.execPath, ['--import', loader, entry, ...args], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ...env },
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  let isOver = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => {
      isOver = true; // unlike at its exit, all that it printed is here
      process.off('exit', kill);
      resolve(code ?? signal ?? 0);
    }),
  );
  return {
    ended,
    output: () => output,
    prints: async (text) => {
      for (const deadline = Date.now() + 60_000; !text.test(output); await delay(10)) {
        if (isOver || Date.now() > deadline) throw new Error(`it never printed ${text}:\n${output}`);
      }
    },
    signal: (signal) => child.kill(signal),
  };
}
