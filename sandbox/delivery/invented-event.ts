import { NEWEST_API_VERSION, type SandboxEvent } from '../objects/event.js';
import { Random } from '../random.js';

/**
 * What a forgery tells: an event once more under an id that Stripe never gave, or of a customer that does not exist. A
 * receiver that falls for it shows that id.
 *
 * @param now seconds UTC of the sandbox's clock
 */
export function inventedEvent(model: SandboxEvent | undefined, ordinal: number, now: number): SandboxEvent {
  const id = `evt_1Forged${new Random(`forgery ${ordinal}`).alphanumeric(17)}`;
  if (model) return { ...model, id };
  return {
    id,
    object: 'event',
    api_version: NEWEST_API_VERSION,
    created: now,
    data: { object: { id: 'cus_Forged', object: 'customer', created: now, livemode: false } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'customer.created',
  };
}
