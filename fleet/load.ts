import { setTimeout as delay } from 'node:timers/promises';
import { signedWebhook } from '../sandbox/delivery/signature.js';
import type { SandboxEvent } from '../sandbox/objects/event.js';
import type { Balancer } from './balancer.js';
import type { ShopLife } from './shop-life.js';

/** Milliseconds until a webhook that was not taken is sent again; doubled each time. Stripe's own are minutes and hours. */
const AGAIN = 100;
const LONGEST_AGAIN = 2_000;

export type Phase = 'warm' | 'quiet' | 'rolling';

/** What became of one webhook. */
interface Posted {
  readonly phase: Phase;
  /** Milliseconds from the first byte of its first attempt to its 2xx, with all attempts and the waits between them. */
  readonly ms: number;
  readonly attempts: number;
}

/**
 * So many webhooks a second, whatever becomes of those before: a process that is slow gets no less to do. Each is sent
 * until it has its 2xx.
 */
export class Load {
  /** Ids of events that were answered 2xx. */
  readonly acknowledged = new Map<string, number>();
  readonly answers = new Map<number, number>();
  /** Ids of all events that were ever posted. */
  readonly posted = new Set<string>();
  phase: Phase = 'warm';
  private readonly done: Posted[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private running: Promise<void> | undefined;
  private stopped = false;
  private abandoned = false;

  /** @param rate webhooks a second. */
  constructor(
    private readonly life: ShopLife,
    private readonly balancer: Balancer,
    private readonly secret: string,
    private readonly rate: number,
  ) {}

  begin(): void {
    this.running = this.run();
  }

  /** Tells what is left to tell, and resolves when each has its 2xx, or after so many milliseconds. */
  async stop(limit: number): Promise<void> {
    this.stopped = true;
    await this.running;
    const all = async (): Promise<void> => {
      while (this.underWay.size > 0) await Promise.all(this.underWay);
    };
    await Promise.race([all(), delay(limit, undefined, { ref: false })]);
    this.abandoned = true;
  }

  /** Of one phase, sorted. */
  latencies(phase: Phase): number[] {
    return this.done.flatMap((one) => (one.phase === phase ? one.ms : [])).toSorted((a, b) => a - b);
  }

  /** Webhooks that took more than one attempt. */
  get sentAgain(): number {
    return this.done.filter(({ attempts }) => attempts > 1).length;
  }

  get posts(): number {
    return this.done.length;
  }

  private async run(): Promise<void> {
    const began = performance.now();
    const turn = async (number: number): Promise<void> => {
      const wait = began + (number * 1_000) / this.rate - performance.now();
      if (wait > 0) await delay(wait);
    };
    let number = 0;
    for (; !this.stopped; number += 1) {
      await turn(number);
      this.post(this.life.next());
    }
    for (const event of this.life.rest()) {
      await turn((number += 1));
      this.post(event);
    }
  }

  private post(event: SandboxEvent): void {
    this.posted.add(event.id);
    const delivery = this.deliver(event).finally(() => this.underWay.delete(delivery));
    this.underWay.add(delivery);
  }

  private async deliver(event: SandboxEvent): Promise<void> {
    const { phase } = this;
    const began = performance.now();
    for (let attempts = 1; !this.abandoned; attempts += 1) {
      const status = await this.balancer.pass(signedWebhook(event, this.secret));
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
      if (status >= 200 && status < 300) {
        this.acknowledged.set(event.id, (this.acknowledged.get(event.id) ?? 0) + 1);
        this.done.push({ phase, ms: performance.now() - began, attempts });
        return;
      }
      await delay(Math.min(AGAIN * 2 ** (attempts - 1), LONGEST_AGAIN));
    }
  }
}
