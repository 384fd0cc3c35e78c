import { accountOf } from './account-of.js';
import { isHash } from './shapes/fields.js';
import type { StripeEvent, StripeObject } from './stripe.types.js';

/** A snapshot event in our own terms: what every API version since 2015 has in common. */
export interface Snapshot {
  readonly eventId: string;
  readonly type: string;
  /** Connected account, '' for the own one. */
  readonly account: string;
  readonly created: Date;
  readonly livemode: boolean;
  readonly object: StripeObject | null;
  /** The changed fields with their former values; only `*.updated` events have it. */
  readonly previous: StripeObject | null;
}

const hashOrNull = (value: unknown): StripeObject | null => (isHash(value) ? value : null);

/** Whatever an event says there: only `true` is live, as in its row. */
const said = (livemode: unknown): boolean => livemode === true;

/** The event as the pipeline sees it; `data.object` is not checked beyond being a hash. */
export function snapshotOf(event: StripeEvent): Snapshot {
  const data = hashOrNull(event.data);
  return {
    eventId: event.id,
    type: event.type,
    account: accountOf({ ...event }) ?? '',
    created: new Date(event.created * 1000),
    livemode: said(event.livemode),
    object: hashOrNull(data?.['object']),
    previous: hashOrNull(data?.['previous_attributes']),
  };
}
