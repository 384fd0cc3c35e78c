import type { EventSample } from './event-samples.js';

/** Types that no life of the sandbox brings about, each with the type whose event stands for it under its name. */
const STAND_INS: Readonly<Record<string, string>> = {
  'charge.refund.updated': 'refund.updated',
  'customer.subscription.pending_update_applied': 'customer.subscription.updated',
  'customer.subscription.pending_update_expired': 'customer.subscription.updated',
  'invoice.finalization_failed': 'invoice.updated',
  'invoice.overpaid': 'invoice.paid',
  'invoice.payment_attempt_required': 'invoice.finalized',
  'payment_intent.partially_funded': 'payment_intent.requires_action',
  'payment_method.automatically_updated': 'payment_method.updated',
  'payout.reconciliation_completed': 'payout.paid',
  'subscription_schedule.aborted': 'subscription_schedule.canceled',
};

/** A sample of every owned type: the sandbox's own, and stand-ins for the rest. */
export function withStandIns(samples: ReadonlyMap<string, EventSample>): Map<string, EventSample> {
  const all = new Map(samples);
  for (const [type, from] of Object.entries(STAND_INS)) {
    if (samples.has(type)) continue; // the sandbox has learned it
    const sample = samples.get(from);
    if (!sample) throw new Error(`nothing stands for ${type}: the sandbox has no ${from}`);
    const event = { ...sample.event, type };
    all.set(type, { event, history: [...sample.history.slice(0, -1), event], standsInAs: from });
  }
  return all;
}
