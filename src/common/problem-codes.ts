/** What a code means to the caller. */
interface Meaning {
  readonly status: number;
  /** When it is answered. */
  readonly when: string;
  /** What the caller does about it. */
  readonly remedy: string;
}

const define = <Code extends string>(codes: Readonly<Record<Code, Meaning>>): Readonly<Record<Code, Meaning>> => codes;

const AGAIN = 'Send it again after `Retry-After` seconds, with the same `Idempotency-Key`.';
const OPERATOR = 'Nothing the caller can do; the log has the reason.';

/**
 * Every code that an error of ours has, with its status: docs/errors.md is made of it. Codes are stable; a new error
 * does not compile without its line here.
 */
export const PROBLEMS = define({
  // the request
  bad_request: { status: 400, when: 'The request is malformed.', remedy: 'Mend it.' },
  malformed_json: {
    status: 400,
    when: 'The body is not valid JSON, is nested too deeply, or broke off.',
    remedy: 'Mend it.',
  },
  invalid_request: {
    status: 400,
    when: 'The body, the query or the path is not what the operation takes. `errors` names each place by a JSON Pointer and says what belongs there.',
    remedy: 'Mend what `errors` names.',
  },
  invalid_idempotency_key: {
    status: 400,
    when: '`Idempotency-Key` is not one header of 1 to 255 printable ASCII characters.',
    remedy: 'Send a UUID.',
  },
  invalid_id: { status: 400, when: 'An id is empty, too long, or no text.', remedy: 'Mend it.' },
  payload_too_large: { status: 413, when: 'The body is too large.', remedy: 'Send less.' },
  unsupported_media_type: {
    status: 415,
    when: 'The body is not JSON in UTF-8, or it is compressed.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  // who calls
  unauthorized: {
    status: 401,
    when: 'There is no token, or it is not valid.',
    remedy: 'Sign in again; renew the key.',
  },
  forbidden: {
    status: 403,
    when: 'The caller lacks the scope that the operation needs.',
    remedy: 'Call with a token or key that has the scope.',
  },
  tenant_required: {
    status: 403,
    when: 'The operation concerns one tenant, and the caller acts for none.',
    remedy: 'With a key, name the tenant in `Countinghouse-Tenant`.',
  },
  bound_to_another: {
    status: 403,
    when: 'A header, or `?account`, names another tenant or account than the one that the caller is bound to.',
    remedy: 'Leave it out.',
  },
  tenant_bound: {
    status: 403,
    when: 'What is asked for concerns all tenants, and the caller acts for one.',
    remedy:
      'Call with a key that is bound to no tenant, and without `Countinghouse-Tenant`; or with the token of a user who has none.',
  },
  too_many_requests: {
    status: 429,
    when: 'The caller has sent more requests than its limit.',
    remedy: 'Wait for `Retry-After` seconds.',
  },
  identity_provider_unavailable: {
    status: 503,
    when: 'The keys of the identity provider cannot be read, so no token can be checked.',
    remedy: AGAIN,
  },
  cross_site: {
    status: 403,
    when: 'Console only: a page of another origin would begin or end its session.',
    remedy: 'Sign in on the console’s own page.',
  },
  // the object
  not_found: {
    status: 404,
    when: 'There is no such object or route, or the object is another tenant’s.',
    remedy: 'Check the id.',
  },
  // billing
  not_for_sale: {
    status: 422,
    when: 'The plan or price is not for sale, or not in this way: it is unknown, no longer active, or of another kind.',
    remedy: 'Choose one of `GET /stripe/plans`.',
  },
  already_subscribed: {
    status: 409,
    when: 'The tenant has a live subscription already.',
    remedy: 'Change that one; or ask for another one with `allowSecondSubscription`.',
  },
  checkout_in_flight: {
    status: 409,
    when: 'Another checkout of a subscription is being opened for the tenant at this moment. A tenant has one open at a time.',
    remedy: AGAIN,
  },
  trial_unavailable: {
    status: 409,
    when: 'The tenant has had a subscription, or the plan has no trial of so many days.',
    remedy: 'Sell it without a trial, or with a shorter one.',
  },
  no_customer: {
    status: 409,
    when: 'The tenant has no customer at Stripe yet: it gets one with its first checkout. One that only a `client_reference_id` calls the tenant’s is none.',
    remedy: 'Let it buy something first; or say whose the customer is (docs/tenants.md).',
  },
  no_live_subscription: {
    status: 409,
    when: 'The tenant has no subscription that could be changed: there is none, or it has ended.',
    remedy: 'Sell a new one.',
  },
  billed_by_invoice: {
    status: 409,
    when: 'A user would change a subscription whose invoices are sent and paid later (`send_invoice`).',
    remedy: 'Let your backend change it, with an API key that is bound to no tenant.',
  },
  end_date_fixed: {
    status: 409,
    when: 'The subscription ends on a date that was set at Stripe (`cancel_at`), and a user asks to go on.',
    remedy:
      'A cancellation made in the portal is taken back there. Everything else is your backend’s, with an API key that is bound to no tenant.',
  },
  // Connect
  platform_only: {
    status: 403,
    when: 'The caller acts within a connected account, and what it asks for is your own account’s: connected accounts, or figures and runs of all accounts together.',
    remedy: 'Leave `Countinghouse-Account` out.',
  },
  platform_key_required: {
    status: 403,
    when: 'Only your own backend may decide this: a fee, who bears losses or a refund, a further account.',
    remedy: 'Call with an API key that is bound to no tenant; it names the tenant in `Countinghouse-Tenant`.',
  },
  account_exists: {
    status: 409,
    when: 'The tenant has a connected account already, or one is being made.',
    remedy: 'Take that one (`GET /stripe/connect/accounts`); or ask for a further one with `allowAnother`.',
  },
  account_not_enabled: {
    status: 409,
    when: 'The connected account cannot take payments yet. `disabledReason` and `currentlyDue` say why, where Stripe has said.',
    remedy: 'Send its owner through the onboarding; then take a new key.',
  },
  account_disconnected: {
    status: 409,
    when: 'The owner of the connected account has withdrawn your access.',
    remedy: 'Only its owner can give it back.',
  },
  no_express_dashboard: {
    status: 409,
    when: 'The connected account has no Express Dashboard: its owner signs in at Stripe, or has no dashboard at all.',
    remedy: 'Send the owner to dashboard.stripe.com, or show a page of your own.',
  },
  onboarding_incomplete: {
    status: 409,
    when: 'The owner of the connected account has not been through the onboarding.',
    remedy: 'Send its owner through the onboarding; then take a new key.',
  },
  // compliance
  held: {
    status: 403,
    when: 'The checkout, change or refund is held. Why is for operators only: `GET /stripe/compliance/refusals` has it by the request id.',
    remedy: 'Ask an operator, with the `requestId`. Once it is released, the same request goes through.',
  },
  not_releasable: {
    status: 409,
    when: 'The rule refuses, and does not hold, so that nobody can be let through; or what holds is no longer of the `kind` that was named.',
    remedy: 'End the rule; or read `GET /stripe/compliance/holds` again, and decide anew.',
  },
  // events
  payload_gone: {
    status: 409,
    when: 'What the event said is gone: its time of keeping has passed, or it was erased. Of a replay: its object cannot be read from Stripe either.',
    remedy: 'Compare the object with Stripe instead (docs/verify.md).',
  },
  nothing_to_replay: {
    status: 409,
    when: 'None of the events can be replayed: they are due already, or there are none.',
    remedy: 'Look at them again: `GET /operations/events`.',
  },
  selection_changed: {
    status: 409,
    when: 'More events match the filter by now than the preview counted. Nothing was done.',
    remedy: 'Look at the preview again, and send its `upTo` and `events`.',
  },
  too_many_replays: {
    status: 409,
    when: 'Too many replays are under way already: 20, or 5 of a connected account.',
    remedy: 'Wait for one, or stop one: `POST /operations/replays/{id}/stop`.',
  },
  search_too_wide: {
    status: 422,
    when: 'Finding the events takes too long, or they are more than one request may concern.',
    remedy: 'Narrow it, by time first: `from` and `to`.',
  },
  // what operators do
  no_stripe_key: {
    status: 409,
    when: 'The run would ask Stripe, and there is no STRIPE_SECRET_KEY.',
    remedy: 'Set STRIPE_SECRET_KEY, and start the backend again.',
  },
  run_under_way: {
    status: 409,
    when: 'A run of this kind is under way, on whichever machine: scheduled, of another operator, or of a command line.',
    remedy: 'Wait for its end: `GET /operations/runs`.',
  },
  exceeds_own_access: {
    status: 403,
    when: 'The API key would be able to do what the caller is not. `exceeds` names the field.',
    remedy: 'Ask for less; or make it with a key that may do it, or on the machine: `npx countinghouse keys create`.',
  },
  // reports
  sum_too_large: {
    status: 422,
    when: 'A sum of the report is beyond 2^53, so that JSON could not tell it exactly.',
    remedy: 'Ask for shorter periods.',
  },
  // refunds
  charge_unpaid: {
    status: 409,
    when: 'The charge failed, or is not through yet; or the payment intent has no charge that was paid.',
    remedy: 'There is nothing to refund, or not yet.',
  },
  charge_uncaptured: {
    status: 409,
    when: 'The money is held on the card, and was not taken.',
    remedy: 'Cancel the payment intent: that lets go of it.',
  },
  charge_disputed: {
    status: 409,
    when: 'The customer’s bank has taken the money back, or is about to decide.',
    remedy: 'Answer the dispute, or accept it. An inquiry can be refunded, and ends by it.',
  },
  charge_already_refunded: {
    status: 409,
    when: 'All of the charge was refunded, or is being refunded.',
    remedy: 'See what there is: `GET /stripe/refunds`.',
  },
  refund_too_large: {
    status: 422,
    when: 'The amount is more than what was captured, less what was refunded, less what is being refunded: `refundable`.',
    remedy: 'Refund up to `refundable`.',
  },
  refund_settled: {
    status: 409,
    when: 'The request for a refund has ended already, and otherwise than was said: Stripe or an event has told.',
    remedy: 'Read it: `GET /stripe/refunds/{id}`.',
  },
  refund_may_be_made: {
    status: 409,
    when: 'The refund may still be made, or Stripe has not refused to tell whether it was: its amount stays reserved.',
    remedy:
      'Look at `release` of `GET /operations/refund-requests`; it ends by itself, or can be released a day after it was sent last.',
  },
  // sending it again
  idempotency_in_flight: {
    status: 409,
    when: 'The first request with this `Idempotency-Key` is still being worked on.',
    remedy: AGAIN,
  },
  idempotency_mismatch: {
    status: 422,
    when: 'This `Idempotency-Key` came with another body, path or query within the last 24 hours.',
    remedy: 'Take a new key for a new request.',
  },
  answer_erased: {
    status: 409,
    when: 'The request with this `Idempotency-Key` was carried out, and a customer was erased since, of whom its answer may have told. Nothing is done again.',
    remedy: 'Read the object. Take a new key for a new request.',
  },
  // Stripe
  card_declined: {
    status: 402,
    when: 'The payment was declined. `declineCode` says why (docs.stripe.com/declines/codes).',
    remedy: 'Ask for another payment method.',
  },
  stripe_refused: {
    status: 422,
    when: 'Stripe refused the request for good. `stripeCode` says why, where Stripe has a code (docs.stripe.com/error-codes).',
    remedy: 'Do not repeat it as it is.',
  },
  stripe_conflict: {
    status: 409,
    when: 'Stripe is at work on a request with the same key.',
    remedy: AGAIN,
  },
  stripe_key_used: {
    status: 409,
    when: 'An attempt before this one, whose outcome is unknown, went to Stripe with other details: something has changed since, as the tenant’s customer.',
    remedy: 'Read the object. If it is not there, send it with a new key.',
  },
  stripe_busy: {
    status: 503,
    when: 'Stripe’s rate limit is reached, or as many calls are in flight as may be. Nothing was done.',
    remedy: AGAIN,
  },
  stripe_unavailable: {
    status: 502,
    when: 'Stripe could not be reached, failed while it was read, or refuses our key or what it may do. Nothing was done.',
    remedy: 'Send it again later, with the same `Idempotency-Key`.',
  },
  outcome_unknown: {
    status: 504,
    when: 'The request to Stripe left, and no answer came, or a failure of Stripe’s own: it may have been carried out.',
    remedy:
      'Send it again with the same `Idempotency-Key`. If the answer is the same (Stripe repeats its own failures for a day), read the object; take a new key only when it is not there a few minutes later.',
  },
  // ourselves
  internal: { status: 500, when: 'A mistake of ours.', remedy: 'Report the `requestId`.' },
  unavailable: {
    status: 503,
    when: 'The database does not answer, or not in time; or the process is shutting down.',
    remedy: AGAIN,
  },
  overloaded: { status: 503, when: 'Too much is in flight.', remedy: AGAIN },
  // webhooks only
  invalid_webhook: {
    status: 400,
    when: 'Webhook route: the request is not an event that Stripe signed for this endpoint.',
    remedy: 'Check the signing secret; the log has the diagnosis.',
  },
  not_durable: { status: 503, when: 'Webhook route: the event could not be stored.', remedy: 'Stripe sends it again.' },
  // not within the API: in the log, at the start, in command lines
  unknown_shape: { status: 422, when: 'A payload has a shape that no reader understands.', remedy: OPERATOR },
  payload_key_missing: {
    status: 500,
    when: 'An event’s payload is encrypted with a key that `PAYLOAD_ENCRYPTION_KEYS` does not list.',
    remedy: 'List the key again, and replay the event (docs/privacy.md).',
  },
  payload_tampered: {
    status: 500,
    when: 'An event’s payload is not what was encrypted: its bytes were changed, or are another event’s.',
    remedy: 'Trust nothing of it: find out who writes to the database (docs/privacy.md).',
  },
  object_keeps_changing: { status: 503, when: 'An object changes faster than it can be read.', remedy: OPERATOR },
  taken_over: { status: 409, when: 'Another process does what this one did.', remedy: OPERATOR },
  notification_undelivered: { status: 502, when: 'A notification was not taken.', remedy: OPERATOR },
  wrong_account_or_mode: { status: 500, when: 'The database belongs to another Stripe account.', remedy: OPERATOR },
});

export type ProblemCode = keyof typeof PROBLEMS;
