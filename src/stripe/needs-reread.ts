/** An object of Stripe's as a read names it. */
export interface ObjectRef {
  /** Connected account, '' for the own one. */
  readonly account: string;
  readonly id: string;
  /** Stripe's `object` field: `subscription`, `checkout.session`, … */
  readonly type: string;
}

/**
 * Thrown inside an attempt when only Stripe can tell what an object looks like now. Not a failure: the dispatcher rolls
 * back, reads the object, and runs the attempt again with the state in hand.
 */
export class NeedsReread extends Error {
  constructor(readonly ref: ObjectRef) {
    super(`${ref.type} has to be read from Stripe`);
    this.name = 'NeedsReread';
  }
}
