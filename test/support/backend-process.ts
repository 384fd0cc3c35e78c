import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { SECRET } from './backend.js';
import { freePort } from './free-port.js';

/** The backend as an operating system's process. */
export interface BackendProcess {
  readonly url: string;
  readonly pid: number;
  /** Code or signal, once it has ended. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly output: () => string;
  signal(signal: NodeJS.Signals): void;
}

/** @param entry source file that starts it, relative to the repository. */
export async function startProcess(entry: string, env: Readonly<Record<string, string>>): Promise<BackendProcess> {
  const port = await freePort();
  const loader = fileURLToPath(new URL('typescript.js', import.meta.url));
  const child = spawn(process.execPath, ['--import', loader, entry], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'test',
      PORT: String(port),
      STRIPE_WEBHOOK_SECRET: SECRET,
      SWEEP_INTERVAL_SECONDS: '2',
      RECONCILE_INTERVAL_SECONDS: 'off',
      ...env,
    },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  let isOver = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => {
      isOver = true; // unlike at its exit, all that it printed is here
      resolve(code ?? signal ?? 0);
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  if (!(await answers(url, () => isOver))) throw new Error(`the backend did not start:\n${output}`);
  return { url, pid: child.pid ?? 0, ended, output: () => output, signal: (signal) => child.kill(signal) };
}

async function answers(url: string, isOver: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + 90_000; !isOver() && Date.now() < deadline; await delay(50)) {
    const up = await fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return true;
  }
  return false;
}
