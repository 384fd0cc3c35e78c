import { CountinghouseError } from '../common/errors.js';

/** One answer for every hold: why, and by which rule, is for operators to see (`GET /stripe/compliance/refusals`). */
export class HeldError extends CountinghouseError {
  readonly code = 'held';
  readonly status = 403;
  constructor() {
    super('This cannot be done at present. Ask us, and name the request id.');
  }
}

/** A rule that refuses lets nobody through for as long as it is there. */
export class NotReleasableError extends CountinghouseError {
  readonly code = 'not_releasable';
  readonly status = 409;
  constructor() {
    super('The rule refuses, and does not hold: only its end lets requests through.');
  }
}

/** An inquiry has become a dispute, say, since the operator looked. */
export class HoldChangedError extends CountinghouseError {
  readonly code = 'not_releasable';
  readonly status = 409;
  constructor() {
    super('What holds is not what it was when you looked: look again.');
  }
}
