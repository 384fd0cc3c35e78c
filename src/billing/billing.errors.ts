import { CountinghouseError } from '../common/errors.js';
import { InvalidRequestError } from '../common/request.errors.js';

/** What no schema can see is wrong with one field. @param pointer JSON Pointer into the body. */
export const refuse = (pointer: string, detail: string): InvalidRequestError =>
  new InvalidRequestError([{ pointer, detail }]);

/** One answer for every reason: which prices there are besides is nobody's business. */
export class NotForSaleError extends CountinghouseError {
  readonly code = 'not_for_sale';
  readonly status = 422;
  constructor() {
    super('The plan or price is not for sale, or not in this way.');
  }
}

/** A second live subscription would be paid for twice; `allowSecondSubscription` says that it is meant. */
export class AlreadySubscribedError extends CountinghouseError {
  readonly code = 'already_subscribed';
  readonly status = 409;
  constructor() {
    super('The tenant has a live subscription already: change that one.');
  }
}

/** Another checkout of the tenant's is being opened: two open ones could both be paid. */
export class CheckoutInFlightError extends CountinghouseError {
  readonly code = 'checkout_in_flight';
  readonly status = 409;
  override readonly retryAfter = 2;
  constructor() {
    super('Another checkout of the tenant is being opened. Try again shortly.');
  }
}

/** A user asks for more trial than the plan offers to new tenants. */
export class TrialUnavailableError extends CountinghouseError {
  readonly code = 'trial_unavailable';
  readonly status = 409;
  constructor() {
    super('There is no such trial: the plan has none of so many days, or the tenant is not new.');
  }
}

/** Nothing was ever sold to the tenant, as far as anybody but a buyer says. */
export class NoCustomerError extends CountinghouseError {
  readonly code = 'no_customer';
  readonly status = 409;
  constructor() {
    super('The tenant has no customer at Stripe yet.');
  }
}

/** There is none, or it has ended. */
export class NoLiveSubscriptionError extends CountinghouseError {
  readonly code = 'no_live_subscription';
  readonly status = 409;
  constructor() {
    super('The tenant has no subscription that could be changed.');
  }
}

/** A user would take more at once, and pay when the invoice is due, or never. */
export class BilledByInvoiceError extends CountinghouseError {
  readonly code = 'billed_by_invoice';
  readonly status = 409;
  constructor() {
    super('The subscription is paid by invoices that are sent: its changes are made by whoever sends them.');
  }
}

/** A user would undo a date that may have been agreed upon: a fixed term, an end for cause. */
export class EndDateFixedError extends CountinghouseError {
  readonly code = 'end_date_fixed';
  readonly status = 409;
  constructor() {
    super(
      'The subscription ends on a date that was set at Stripe, not by a cancellation that could be taken back here.',
    );
  }
}
