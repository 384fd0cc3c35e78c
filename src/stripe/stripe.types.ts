import type Stripe from 'stripe';

/** Name of a snapshot event type, for example `invoice.paid`. */
export type StripeEventType = Stripe.Event['type'];

/** The event of one type (or of a union of types) as the pinned API version describes it. */
export type EventOf<T extends StripeEventType> = Extract<Stripe.Event, { type: T }>;

/** Any snapshot event: the envelope is checked, the object inside is not. */
export type StripeEvent = Stripe.Event;

/**
 * A Stripe object as it came over the wire, of any API version. Nothing about it is known until a reader in
 * `src/stripe/shapes` has looked.
 */
export type StripeObject = { readonly [field: string]: unknown };
