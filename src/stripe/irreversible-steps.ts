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
  requires_confirmation: 0,
  requires_action: 0,
  requires_capture: 0,
  processing: 0,
  succeeded: 1,
  canceled: 1,
};
const CHARGE: Steps = { pending: 0, succeeded: 1, failed: 1 };
const SUBSCRIPTION_SCHEDULE: Steps = { not_started: 0, active: 1, canceled: 2, completed: 2, released: 2 };
const CREDIT_NOTE: Steps = { issued: 0, void: 1 };

const step = (steps: Steps, status: unknown): number | null =>
  typeof status === 'string' && Object.hasOwn(steps, status) ? (steps[status] ?? null) : null;

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
    case 'review': // opened once, closed once
      return [typeof object['open'] === 'boolean' ? Number(!object['open']) : null];
    default:
      return [];
  }
}
