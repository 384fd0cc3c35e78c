import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.js';
import { Proxy } from './proxy.js';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Milliseconds for a start: four processes share the machine with all that is done to them. */
const START_LIMIT = 60_000;

interface Ways {
  readonly postgres: () => number;
  readonly redis: () => number;
}

/** One process of the backend, as built, with network connections of its own that can be taken away. */
export class Member {
  /** Ends that nobody asked for, and shutdowns that were not clean or took longer than 10 s. */
  deaths = 0;
  private child: ChildProcess | undefined;
  private wanted = false;

  private constructor(
    readonly name: string,
    readonly role: 'api' | 'worker',
    readonly port: number,
    readonly postgres: Proxy,
    readonly redis: Proxy,
    private readonly log: string,
  ) {}

  static async prepare(name: string, role: 'api' | 'worker', ways: Ways, log: string): Promise<Member> {
    const [postgres, redis] = [await Proxy.start(ways.postgres), await Proxy.start(ways.redis)];
    return new Member(name, role, await freePort(), postgres, redis, log);
  }

  /** Starts it, again and again if it dies at that, and resolves when it is live: what an orchestrator does. */
  async start(env: Readonly<Record<string, string>>): Promise<void> {
    this.wanted = true;
    for (const deadline = Date.now() + START_LIMIT; !(await this.launch(env)); await delay(200)) {
      if (Date.now() > deadline) throw new Error(`${this.name} does not start:\n${this.tail()}`);
    }
  }

  /** Sends a signal, and resolves with how the process ended and after how many milliseconds. */
  async end(signal: NodeJS.Signals): Promise<{ how: number | NodeJS.Signals; ms: number }> {
    this.wanted = false;
    const began = performance.now();
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return { how: 0, ms: 0 };
    const ended = new Promise<number | NodeJS.Signals>((resolve) =>
      child.once('exit', (code, by) => resolve(code ?? by ?? 0)),
    );
    child.kill(signal);
    return { how: await ended, ms: performance.now() - began };
  }

  /** @param ahead milliseconds by which its clock is ahead from now on. */
  setClock(ahead: number): void {
    this.child?.send({ ahead });
  }

  /** Bytes; 0 where /proc does not tell. */
  rss(): number {
    try {
      const status = readFileSync(`/proc/${this.child?.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
    } catch {
      return 0;
    }
  }

  /** The last lines that the process wrote. */
  tail(): string {
    return readFileSync(this.log, 'utf8').trim().split('\n').slice(-10).join('\n');
  }

  async close(): Promise<void> {
    await this.end('SIGKILL');
    await this.postgres.close();
    await this.redis.close();
  }

  private async launch(env: Readonly<Record<string, string>>): Promise<boolean> {
    const child = fork(file('../src/main.js'), {
      execArgv: ['--import', file('clock.js')],
      env: { PATH: process.env['PATH'] ?? '', PORT: String(this.port), ROLE: this.role, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    const log = createWriteStream(this.log, { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    let live = false;
    child.once('exit', (code, signal) => {
      process.off('exit', kill);
      if (!live || !this.wanted) return;
      this.deaths += 1;
      log.write(`${this.name} ended by itself: ${code ?? signal}\n`);
      void this.start(env);
    });
    for (;;) {
      live = await fetch(`http://127.0.0.1:${this.port}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (live) return true;
      if (child.exitCode !== null || child.signalCode !== null) return false;
      await delay(50);
    }
  }
}
