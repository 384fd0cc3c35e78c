import { idOf, isId } from './shapes/id.js';
import type { StripeObject } from './stripe.types.js';

/** Others are stored with the payload, but name no row. */
const usable = (id: unknown): string | null => (isId(id) ? id : null);

/**
 * The id, within its account, of the object whose row an event decides; null for an event that decides no row.
 * A preview (`invoice.upcoming`) has no row, whether the API version gives it an id or not. A discount had no id until
 * 2020: it then goes by what it hangs on, which has one discount at a time. An authorization goes by the account that gave
 * it: its object is the application, the same in every account.
 */
export function objectKey(event: {
  type: string;
  account?: string | null;
  object: StripeObject | null;
}): string | null {
  switch (event.type) {
    case 'invoice.upcoming':
      return null;
    case 'customer.discount.created':
    case 'customer.discount.updated':
    case 'customer.discount.deleted':
      return usable(event.object?.['id'] ?? idOf(event.object?.['subscription'] ?? event.object?.['customer']));
    case 'account.application.authorized':
    case 'account.application.deauthorized':
      return usable(event.account);
    case 'entitlements.active_entitlement_summary.updated':
      return usable(event.object?.['customer']);
    default:
      return usable(event.object?.['id']);
  }
}
