import { fork, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../children.js';
import { made, minute, posted, ready, type Minute, type Order, type Posted } from './orders.js';

/** Where to post, and over how many kept-alive connections. */
export interface Target {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
}

/** The process that makes the load. It shares the cores with whom it loads, as all processes here do. */
export class Generator {
  private constructor(
    private readonly child: ChildProcess,
    /** Address of Stripe's stand-in, which knows the objects of the events that were made last. */
    readonly stripe: string,
  ) {}

  static async start(): Promise<Generator> {
    const entry = fileURLToPath(new URL('generator.main.js', import.meta.url));
    const child = fork(entry, {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    endWithUs(child);
    const [message]: unknown[] = await answerOf(child);
    return new Generator(child, ready.parse(message).stripe);
  }

  /** Makes so many distinct events, which are posted until others are made. Resolves with their mean size, bytes. */
  async make(seed: string, events: number): Promise<number> {
    const answer = made.parse(await this.ask({ to: 'make', seed, events }));
    return answer.bytes / answer.events;
  }

  /** Posts each of the events once. */
  async post(target: Target): Promise<Posted> {
    return posted.parse(await this.ask({ to: 'post', ...target }));
  }

  /** Posts new events at a rate, and tells of each minute. @param begin called when they are made and the load begins. */
  async *steady(
    target: Target,
    { seed, rate, seconds }: { seed: string; rate: number; seconds: number },
    begin: () => void,
  ): AsyncGenerator<Minute> {
    const stop = new AbortController();
    this.child.once('exit', () => stop.abort());
    const messages = on(this.child, 'message', { signal: stop.signal });
    made.parse(await this.ask({ to: 'steady', ...target, seed, rate, seconds }));
    begin();
    let isFirst = true; // tells that they are made
    for await (const [message] of messages) {
      if (!isFirst) {
        const one = minute.parse(message);
        yield one;
        if (one.last) return;
      }
      isFirst = false;
    }
  }

  stop(): void {
    this.child.kill('SIGTERM');
  }

  private async ask(order: Order): Promise<unknown> {
    const answer = answerOf(this.child);
    this.child.send(order);
    const [message]: unknown[] = await answer;
    return message;
  }
}

/** @throws {Error} when the process ends instead. */
async function answerOf(child: ChildProcess): Promise<unknown[]> {
  const gone = new AbortController();
  const leave = (): void => gone.abort(new Error('the process that makes the load has ended'));
  child.once('exit', leave);
  try {
    return await once(child, 'message', { signal: gone.signal });
  } finally {
    child.off('exit', leave);
  }
}
