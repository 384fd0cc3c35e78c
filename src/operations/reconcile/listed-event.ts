import type { StripeObject } from '../../stripe/stripe.types.js';
import { readEnvelope, type ReceivedEvent } from '../../webhooks/received-event.js';

/** An event as Stripe lists it. */
export interface ListedEvent {
  readonly received: ReceivedEvent;
  /** Deliveries that Stripe still owes, to any endpoint of the account; null when it does not say. */
  readonly pendingWebhooks: number | null;
}

/**
 * A listed event in the form in which a webhook brings it, through the same check; null when it is none. In a connected
 * account's list the event may not say whose it is; a webhook of it does (docs.stripe.com/connect/webhooks).
 */
export function listedEvent(object: StripeObject, account: string, ownAccount?: string): ListedEvent | null {
  const told = account === '' ? object : { ...object, account };
  const received = readEnvelope(Buffer.from(JSON.stringify(told)), ownAccount);
  const { pending_webhooks: pending } = object;
  if (received === null) return null;
  return { received, pendingWebhooks: typeof pending === 'number' && Number.isInteger(pending) ? pending : null };
}
