import Stripe from 'stripe';

/** The API version that the SDK speaks, and that our reading of objects is written against. */
export const PINNED_API_VERSION: string = Stripe.API_VERSION;
