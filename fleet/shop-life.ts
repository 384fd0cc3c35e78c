import { endlessLifecycle } from '../sandbox/lifecycle.js';
import type { SandboxEvent } from '../sandbox/objects/event.js';
import { Random } from '../sandbox/random.js';
import type { StripeSandbox } from '../sandbox/sandbox.js';

/** Events among which the next one is drawn: so far they come out of order. */
const WINDOW = 24;
/** One in so many comes a second time. */
const TWICE = 0.1;
/** A shop with so many customers from its first day: not all of life is one customer's. */
const CUSTOMERS = 50;

/** The random life of a shop, told out of order and now and then twice, as Stripe says it may be. It lives as it is asked. */
export class ShopLife {
  private readonly waiting: SandboxEvent[] = [];
  private readonly random: Random;
  private readonly life: Iterator<unknown>;
  private told = 0;

  constructor(
    private readonly sandbox: StripeSandbox,
    seed: number,
  ) {
    this.random = new Random(`fleet ${seed}`);
    this.life = endlessLifecycle(`life ${seed}`, sandbox.engine, { customers: CUSTOMERS });
  }

  next(): SandboxEvent {
    while (this.waiting.length < WINDOW) this.live();
    const event = this.taken();
    if (!event) throw new RangeError('a life without an event');
    if (this.random.chance(TWICE)) this.waiting.push(event);
    return event;
  }

  /** What has happened and was not told yet: once, and then there is no more. */
  *rest(): Generator<SandboxEvent> {
    for (let event = this.taken(); event; event = this.taken()) yield event;
  }

  private live(): void {
    this.life.next();
    const { events } = this.sandbox;
    this.waiting.push(...events.slice(this.told));
    this.told = events.length;
  }

  private taken(): SandboxEvent | undefined {
    return this.waiting.splice(this.random.int(this.waiting.length), 1)[0];
  }
}
