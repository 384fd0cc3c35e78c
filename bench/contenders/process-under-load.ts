import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../children.js';
import { freePort } from '../../src/database/embedded/free-port.js';
import type { Reading } from './gauge.js';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const isReading = (message: unknown): message is Reading =>
  typeof message === 'object' && message !== null && 'peakRss' in message;

/** A process under load. */
export class ProcessUnderLoad {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /**
   * Resolves when the process answers at `live`.
   *
   * @param entry compiled file, relative to this one.
   */
  static async start(entry: string, live: string, env: Readonly<Record<string, string>>): Promise<ProcessUnderLoad> {
    const port = await freePort();
    const child = fork(file(entry), {
      execArgv: ['--import', file('gauge.js')],
      serialization: 'advanced', // NaN stays what it is
      env: { PATH: process.env['PATH'] ?? '', PORT: String(port), ...env },
      // As in production: one line an event, written by the process; where it goes, another one decides.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    endWithUs(child);
    for (const deadline = Date.now() + 30_000; ; await delay(100)) {
      const up = await fetch(`http://127.0.0.1:${port}${live}`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (up) return new ProcessUnderLoad(child, port);
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${entry} did not start`);
    }
  }

  /** @param how `collect` tells what of the heap is alive, and costs the process some tens of milliseconds. */
  async reading(how: 'look' | 'collect'): Promise<Reading> {
    const answer = once(this.child, 'message');
    this.child.send(how);
    const [reading]: unknown[] = await answer;
    if (!isReading(reading)) throw new TypeError('the gauge told something else');
    return reading;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    if (this.child.exitCode === null && this.child.kill('SIGTERM')) await ended;
  }
}
