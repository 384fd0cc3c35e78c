import type { StripeObject } from '../../stripe/stripe.types.js';

/** An endpoint as it is registered at Stripe (docs.stripe.com/api/webhook_endpoints). */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly isEnabled: boolean;
  /** In which its events come; null for the account's default. Stripe never changes it. */
  readonly apiVersion: string | null;
  /** Types of events; `*` stands for all. */
  readonly enabledEvents: readonly string[];
  /** Whether it gets the events of connected accounts, and only those. Only the application says so. */
  readonly isConnect: boolean;
  readonly livemode: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Null for what is no endpoint. */
export function readEndpoint(object: StripeObject): WebhookEndpoint | null {
  const { id, url, status, api_version: apiVersion, application, livemode, enabled_events: events } = object;
  if (typeof id !== 'string' || typeof url !== 'string') return null;
  return {
    id,
    url,
    isEnabled: status === 'enabled',
    apiVersion: text(apiVersion) || null,
    enabledEvents: Array.isArray(events) ? events.filter((type) => typeof type === 'string') : [],
    isConnect: text(application) !== '',
    livemode: livemode === true,
  };
}
