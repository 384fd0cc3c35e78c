import type { ObjectRef } from '../stripe/needs-reread.js';
import { isId } from '../stripe/shapes/id.js';
import type { StripeEvent, StripeObject } from '../stripe/stripe.types.js';

/** Thin events tell which object something happened to, and nothing of the object (docs.stripe.com/event-destinations). */
export const isThinType = (type: string): boolean => /^v\d+\./.test(type);

export const isThin = ({ object }: { object: string }): boolean => object === 'v2.core.event';

/** The snapshot event type that tells the same: `v1.customer.updated` is `customer.updated`. */
export const snapshotTypeOf = (thinType: string): string => thinType.replace(/^v\d+\./, '');

const isHash = (value: unknown): value is StripeObject => typeof value === 'object' && value !== null;

/** The object that a thin event is about; null when it names none. */
export function relatedObject(event: object, account: string): ObjectRef | null {
  const related: unknown = 'related_object' in event ? event.related_object : null;
  if (!isHash(related)) return null;
  const { id, type } = related;
  return isId(id) && typeof type === 'string' ? { account, id, type } : null;
}

/** The snapshot event that Stripe would have sent, with an object that was read instead. */
export function snapshotOfThin(
  thin: StripeEvent,
  type: string,
  { account }: ObjectRef,
  object: StripeObject,
): StripeEvent {
  const snapshot: StripeEvent = Object.assign(Object.create(null), {
    id: thin.id,
    object: 'event',
    type,
    api_version: null,
    created: Math.floor(Date.parse(String(thin.created)) / 1000),
    livemode: thin.livemode,
    data: { object },
    ...(account ? { account } : {}),
  });
  return snapshot;
}
