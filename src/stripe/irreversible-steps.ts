import type { StripeObject } from './stripe.types.js';

type Steps = Readonly<Record<string, number>>;

const SUBSCRIPTION: Steps = {
  incomplete: 0,
  active: 1,
  past_due: 1,
  unpaid: 1,
  paused: 1,
  trialing: 1,
  canceled: 2,
  incomplete_expired: 2,
};
const INVOICE: Steps = { draft: 0, open: 1, uncollectible: 1, paid: 2, void: 2 };
const INTENT: Steps = {
  requires_payment_method: 0,
  requires_source: 0, // until 2019-02, of a payment method
  requires_source_action: 0, // likewise
  requires_confirmation: 0,
  requires_action: 0,
  requires_capture: 0,
  processing: 0,
  succeeded: 1,
  canceled: 1,
};
/** `paid` is what `succeeded` was until 2015-02. */
const CHARGE: Steps = { pending: 0, succeeded: 1, paid: 1, failed: 1 };
const SUBSCRIPTION_SCHEDULE: Steps = { not_started: 0, active: 1, canceled: 2, completed: 2, released: 2 };
/** One that is paid may still fail; nothing comes after failed and canceled. */
const PAYOUT: Steps = { pending: 0, in_transit: 1, paid: 2, failed: 3, canceled: 3 };
const RECONCILIATION: Steps = { in_progress: 0, completed: 1 };
const CREDIT_NOTE: Steps = { issued: 0, void: 1 };

const step = (steps: Steps, status: unknown): number | null =>
  typeof status === 'string' && Object.hasOwn(steps, status) ? (steps[status] ?? null) : null;

const lengthOf = (list: unknown): number | null => (Array.isArray(list) ? list.length : null);

/**
 * How far an object has come along ways that Stripe never goes back, one number a way; null where the status is not
 * known. Only these: a recovery is as normal as a failure (active, past_due, unpaid, paused, trialing have no order),
 * a payment may need action again, and an amount refunded shrinks when a refund fails.
 */
export function irreversibleSteps(object: StripeObject): readonly (number | null)[] {
  switch (object['object']) {
    case 'subscription':
      return [step(SUBSCRIPTION, object['status'])];
    case 'invoice':
      return [step(INVOICE, object['status'])];
    case 'payment_intent':
    case 'setup_intent':
      return [step(INTENT, object['status'])];
    case 'charge':
      return [
        step(CHARGE, object['status']),
        typeof object['captured'] === 'boolean' ? Number(object['captured']) : null,
      ];
    case 'subscription_schedule':
      return [step(SUBSCRIPTION_SCHEDULE, object['status'])];
    case 'credit_note':
      return [step(CREDIT_NOTE, object['status'])];
    case 'dispute': // its status may go anywhere (an appeal comes after a loss), but what moved has moved
      return [lengthOf(object['balance_transactions'])];
    case 'payout':
      return [step(PAYOUT, object['status']), step(RECONCILIATION, object['reconciliation_status'])];
    case 'review': // opened once, closed once
      return [typeof object['open'] === 'boolean' ? Number(!object['open']) : null];
    default:
      return [];
  }
}
