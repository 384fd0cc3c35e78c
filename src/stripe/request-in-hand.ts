import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Milliseconds after which a request begins no further call: the last one takes up to 10 s, and five are left for the
 * database until the request's lease of a minute is over.
 */
const LONGEST = 45_000;

/**
 * One request that is carried out once, as far as Stripe is concerned. It travels with the calls made on its behalf
 * instead of through the arguments of every handler: a route whose author forgot to hand it on would be one that is
 * carried out twice.
 */
export class RequestInHand {
  private static readonly current = new AsyncLocalStorage<RequestInHand>();

  private readonly deadline: number;
  private asked = false;

  /** @param longest milliseconds from now. */
  constructor(longest = LONGEST) {
    this.deadline = performance.now() + longest;
  }

  /** Whether Stripe was asked for more than a look. */
  get hasAsked(): boolean {
    return this.asked;
  }

  /** Whatever `work` calls is on this request's behalf. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return RequestInHand.current.run(this, work);
  }

  /**
   * Before each HTTP request to Stripe.
   *
   * @returns false when there is no time left for it: another process may have taken the request over.
   */
  static mayAsk(method: string): boolean {
    const inHand = RequestInHand.current.getStore();
    if (!inHand) return true;
    if (performance.now() >= inHand.deadline) return false;
    if (method !== 'GET') inHand.asked = true;
    return true;
  }
}
