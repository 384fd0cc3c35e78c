import { CountinghouseError } from '../../common/errors.js';

/** There is nobody to ask. */
export class NoStripeKeyError extends CountinghouseError {
  readonly code = 'no_stripe_key';
  readonly status = 409;
  constructor() {
    super('There is no STRIPE_SECRET_KEY, and so nobody to ask.');
  }
}

/** There is one run of a kind at a time: another operator's, a scheduled one, one of a command line. */
export class RunUnderWayError extends CountinghouseError {
  readonly code = 'run_under_way';
  readonly status = 409;
  constructor() {
    super('A run of this kind is under way.');
  }
}
