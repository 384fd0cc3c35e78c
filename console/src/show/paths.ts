/** A customer of a connected account, or of one's own. */
export interface CustomerKey {
  readonly id: string;
  readonly account: string | null;
}

/** Pages of the console: of a customer, of an event, and of all events that tell of an object. */
export const customerPath = ({ id, account }: CustomerKey): string =>
  `/customers/${encodeURIComponent(id)}${account === null ? '' : `?account=${encodeURIComponent(account)}`}`;
export const eventPath = (id: string): string => `/events/${encodeURIComponent(id)}`;
export const eventsOf = (object: string | null): string => `/events?object=${encodeURIComponent(object ?? '')}`;
