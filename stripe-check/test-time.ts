import { setTimeout as delay } from 'node:timers/promises';
import type { Stripe } from 'stripe';

const DAY = 86_400;
/** Days before now at which the life begins: it lasts less, and Stripe lists events of thirty days. */
const BEFORE = 20;
/** Milliseconds: Stripe works off what falls due on the way, which takes it seconds to a minute. */
const LIMIT = 300_000;

/**
 * A test clock of Stripe's. It begins in the past and ends before now, so that no event is of the future: reconcile lists
 * what happened up to a minute ago, by whichever clock Stripe dates the events.
 */
export class TestTime {
  private constructor(
    private readonly stripe: Stripe,
    readonly id: string,
    /** Seconds since 1970. */
    readonly begun: number,
    private now: number,
  ) {}

  static async begin(stripe: Stripe, name: string): Promise<TestTime> {
    const begun = Math.floor(Date.now() / 1000) - BEFORE * DAY;
    const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: begun, name });
    return new TestTime(stripe, id, begun, begun);
  }

  /**
   * @param seconds two intervals of the shortest subscription at most; a week each here.
   * @throws {Error} when Stripe does not get there.
   */
  async pass(seconds: number): Promise<void> {
    this.now += seconds;
    await this.stripe.testHelpers.testClocks.advance(this.id, { frozen_time: this.now });
    for (const deadline = Date.now() + LIMIT; ; await delay(1_000)) {
      const { status } = await this.stripe.testHelpers.testClocks.retrieve(this.id);
      if (status === 'ready') break;
      if (status === 'internal_failure')
        throw new Error("Stripe could not move the test clock: it was Stripe's own failure");
      if (Date.now() > deadline) throw new Error(`the test clock is still moving after ${LIMIT / 1000} s`);
    }
  }
}
