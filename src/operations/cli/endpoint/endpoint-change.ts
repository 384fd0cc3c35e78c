import { eventDifference } from '../../endpoint/event-difference.js';
import type { WebhookEndpoint } from '../../endpoint/webhook-endpoint.js';

/** What an update does to an endpoint. */
interface EndpointChange {
  readonly added: readonly string[];
  /** `*`: everything that nobody handles. */
  readonly removed: readonly string[];
  /** Whether it is disabled. */
  readonly enables: boolean;
}

export function plannedChange(
  { enabledEvents, isEnabled }: WebhookEndpoint,
  handled: readonly string[],
): EndpointChange {
  const { lacking, surplus } = eventDifference(enabledEvents, handled);
  return { added: lacking, removed: surplus, enables: !isEnabled };
}

/** A line for each thing that changes. */
export function changeText({ id, url }: WebhookEndpoint, { added, removed, enables }: EndpointChange): string {
  const lines = [
    ...added.map((type) => `  + ${type}`),
    ...removed.map((type) => (type === '*' ? '  - * (all that nobody handles)' : `  - ${type}`)),
    ...(enables ? ['  disabled -> enabled'] : []),
  ];
  return [`${id} ${url}`, ...(lines.length > 0 ? lines : ['  nothing to change'])].join('\n');
}
