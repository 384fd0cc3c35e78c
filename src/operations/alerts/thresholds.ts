/**
 * From when on something is wrong, for the alerts, for health and for what is logged. deploy/prometheus/alerts.yml has
 * the same figures, and a test compares them. Seconds unless said.
 */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An event has been due for so long, and no worker took it. */
export const BACKLOG_OVERDUE = 5 * MINUTE;
/** An event was received so long ago, and is not settled. */
export const BACKLOG_OLD = 6 * HOUR;

/** Webhooks within an hour that were refused for their signatures. */
export const SIGNATURE_FAILURES = 10;

/** The least share of answers, or of attempts at events, that succeed. */
export const SUCCESS_LEAST = 0.95;
/** Failures below which a share says nothing: one of two events is half of them. */
export const FAILED_ANSWERS_LEAST = 3;
export const FAILED_ATTEMPTS_LEAST = 5;

/** The largest share of webhooks that bring an event that is here already, and how many of them it takes. */
export const DUPLICATES_MOST = 0.2;
export const DUPLICATES_LEAST = 10;

/** Up to so long ago events are known to be here. */
export const RECONCILE_STALE = DAY;
/** A connected account has its turn at least daily, and may be a few hours late. */
export const CONNECTED_STALE = 30 * HOUR;
/** Stripe shows events for thirty days: five are left. */
export const RECONCILE_CLIFF = 25 * DAY;
/** Events of the own account, or of a connected one, could not be listed for so long. */
export const RECONCILE_FAILING = HOUR;
export const CONNECTED_FAILING = DAY;

/** Three of the comparisons of every day have not ended. */
export const VERIFY_OVERDUE = 3 * DAY;

/** An entry of the outbox has waited for so long. */
export const OUTBOX_STUCK = HOUR;
