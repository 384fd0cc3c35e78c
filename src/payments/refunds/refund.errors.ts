import { CountinghouseError, StripeRefusedError } from '../../common/errors.js';
import type { Money } from '../../common/money.js';
import { NotFoundError } from '../../common/request.errors.js';

/** The payment failed, or is not through yet. */
export class ChargeUnpaidError extends CountinghouseError {
  readonly code = 'charge_unpaid';
  readonly status = 409;
  constructor() {
    super('The charge has not been paid: there is nothing to refund.');
  }
}

/** The money is only held on the card. */
export class ChargeUncapturedError extends CountinghouseError {
  readonly code = 'charge_uncaptured';
  readonly status = 409;
  constructor() {
    super('The charge has not been captured: cancel its payment intent instead.');
  }
}

/** The customer's bank has taken the money back, or is about to decide: a refund would pay it twice. */
export class ChargeDisputedError extends CountinghouseError {
  readonly code = 'charge_disputed';
  readonly status = 409;
  constructor(detail?: string, options?: ErrorOptions) {
    super('The charge is disputed: the dispute decides, and no refund.', detail, options);
  }
}

/** All of it was refunded, or is being refunded. */
export class ChargeAlreadyRefundedError extends CountinghouseError {
  readonly code = 'charge_already_refunded';
  readonly status = 409;
  constructor(detail?: string, options?: ErrorOptions) {
    super('The charge has been refunded in full, or is being refunded.', detail, options);
  }
}

/** More than what was captured, less what was refunded, less what is being refunded. */
export class RefundTooLargeError extends CountinghouseError {
  readonly code = 'refund_too_large';
  readonly status = 422;
  override readonly members: Readonly<Record<string, unknown>>;
  constructor(refundable: Money) {
    super('The amount is more than what is left to refund.');
    this.members = { refundable };
  }
}

/** Its end is known, and is another one than an operator says. */
export class RefundSettledError extends CountinghouseError {
  readonly code = 'refund_settled';
  readonly status = 409;
  constructor(state: string) {
    super(`The request has ended: it is \`${state}\`.`);
  }
}

const NOT_YET = {
  being_sent: 'A process may be sending it at this moment: look again in a minute.',
  may_be_made: 'It may be sent again, or Stripe may know its key: until 24 hours after it was sent last.',
  resolving: 'Stripe has not refused to tell what became of it: it is being found out.',
} as const;

/** Whoever freed its amount now could have it refunded twice. */
export class RefundMayBeMadeError extends CountinghouseError {
  readonly code = 'refund_may_be_made';
  readonly status = 409;
  constructor(why: keyof typeof NOT_YET) {
    super(NOT_YET[why]);
  }
}

/** As every outcome that nobody knows, with the request to ask for. */
export class RefundOutcomeUnknownError extends CountinghouseError {
  readonly code = 'outcome_unknown';
  readonly status = 504;
  override readonly members: Readonly<Record<string, unknown>>;
  constructor(request: string, detail?: string, options?: ErrorOptions) {
    super(
      'Stripe did not say whether it made the refund. Read the request until its status tells, or send it again with the same Idempotency-Key.',
      detail,
      options,
    );
    this.members = { request };
  }
}

/** Stripe's refusal as the caller is told, also when it is repeated later. @param stripeCode null: it gave none. */
export function refusalOf(stripeCode: string | null, detail: string, options?: ErrorOptions): CountinghouseError {
  if (stripeCode === 'charge_already_refunded') return new ChargeAlreadyRefundedError(detail, options);
  if (stripeCode === 'charge_disputed') return new ChargeDisputedError(detail, options);
  if (stripeCode === 'resource_missing') return new NotFoundError(detail, options);
  return new StripeRefusedError(detail, options, stripeCode ?? undefined);
}
