import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../src/database/embedded/free-port.js';
import { redisCommand } from '../test/support/redis-command.js';
import { findRedisServer } from '../test/support/redis-server.js';

/** A Redis of the suite's own, which keeps nothing: what it forgets, the log must know. */
export class Redis {
  private child: ChildProcess | undefined;

  private constructor(readonly port: number) {
    process.once('exit', () => this.child?.kill('SIGKILL'));
  }

  static async start(): Promise<Redis> {
    const redis = new Redis(await freePort());
    await redis.begin();
    return redis;
  }

  /** @throws {Error} when it does not answer within 10 s. */
  async begin(): Promise<void> {
    const flags = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.child = spawn(await findRedisServer(), flags, { stdio: 'ignore' });
    for (const deadline = Date.now() + 10_000; ; await delay(50)) {
      const up = await this.command('PING').catch(() => undefined);
      if (up) return;
      if (Date.now() > deadline) throw new Error('the Redis of the suite does not start');
    }
  }

  async kill(): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  command(...words: string[]): Promise<string> {
    return redisCommand(`redis://127.0.0.1:${this.port}`, ...words);
  }
}
