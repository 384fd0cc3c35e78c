import { CountinghouseError } from '../../common/errors.js';

/** The mark stays; the rest is done by the next sweep. */
export class TransactionsUnderWayError extends CountinghouseError {
  readonly code = 'unavailable';
  readonly status = 503;
  override readonly retryAfter = 60;
  constructor() {
    super('A transaction that began before the erasure does not end. It goes on by itself.');
  }
}

/** There is no mark yet: what there is of the customer is still looked for. */
export class ErasureNotBegunError extends CountinghouseError {
  readonly code = 'unavailable';
  readonly status = 503;
  override readonly retryAfter = 60;
  constructor() {
    super('The erasure has not begun in time, and may still begin. Send it again.');
  }
}
